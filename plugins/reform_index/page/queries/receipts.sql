-- Grain: feed × root agency: its newest receipt, and how far its data reach. Reader: the page for engineers.
WITH newest AS (
    SELECT DISTINCT ON (feed, root_agency)
        feed,
        root_agency,
        batch,
        landing_key,
        window_start,
        window_end,
        pulled,
        loaded,
        unchanged,
        duplicate,
        quarantined,
        loaded_at
    FROM ops.receipt
    ORDER BY feed, root_agency, loaded_at DESC, window_end DESC
)

SELECT
    newest.*,
    watermark.complete_until
FROM newest
LEFT JOIN ops.watermark USING (feed, root_agency)
ORDER BY newest.root_agency, newest.feed;
