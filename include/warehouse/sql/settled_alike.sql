-- Grain: batch: how many of its records in quarantine left it, because the same record left that of another batch just
-- now. :still are the positions that this other batch, :batch, keeps there.

WITH settled AS (
    DELETE FROM quarantine.record AS waiting
    USING quarantine.record AS freed
    WHERE
        freed.batch = :batch
        AND freed.position <> ALL(CAST(:still AS bigint []))
        AND waiting.feed = freed.feed
        AND waiting.record_key = freed.record_key
        AND waiting.batch <> freed.batch
        AND waiting.record = freed.record
    RETURNING waiting.batch
)

SELECT
    batch,
    count(*) AS settled_count
FROM settled
GROUP BY batch
