-- Grain: batch with records in quarantine: its newest landed object, whose records these are, of the feeds.

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
    AND (CAST(:root AS text) IS NULL OR root_agency = :root)
    AND batch IN (
        SELECT record.batch
        FROM quarantine.record AS record
        WHERE CAST(:rules AS text []) IS NULL OR record.rules && CAST(:rules AS text [])
    )
ORDER BY batch ASC, loaded_at DESC, landing_key DESC
