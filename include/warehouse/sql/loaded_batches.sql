-- Grain: batch: its newest landed object, of the feeds, with a window that ends after :since.

SELECT DISTINCT ON (batch)
    batch,
    landing_key,
    feed,
    root_agency,
    window_start,
    window_end,
    pulled,
    loaded,
    unchanged,
    duplicate,
    quarantined
FROM ops.receipt
WHERE
    feed = ANY(CAST(:feeds AS text []))
    AND window_end > :since
    AND (CAST(:root AS text) IS NULL OR root_agency = :root)
ORDER BY batch ASC, loaded_at DESC, landing_key DESC
