-- Grain: batch: how many of its records in quarantine left it, because :batch brought a newer version that passes.
-- The CASE names both sides, so that a record is opened only where its key was brought.

WITH settled AS (
    DELETE FROM quarantine.record AS waiting
    USING arrived
    WHERE
        waiting.feed = :feed
        AND waiting.batch <> :batch
        AND waiting.record_key = arrived.{key}
        AND CASE
            WHEN trim(waiting.record ->> :updated) ~ '^\d{{14}}$'
                THEN trim(waiting.record ->> :updated)
                    < to_char(arrived.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDDHH24MISS')
        END
    RETURNING waiting.batch
)

SELECT
    batch,
    count(*) AS settled_count
FROM settled
GROUP BY batch
