-- Grain: batch: how many of its records in quarantine left it, because :batch brought a newer version that passes.
-- Months that were empty before hold nothing but :batch itself, and are not in `arrived`. The CASE names both sides, so
-- that a record is opened only where its key was brought.

WITH brought AS (
    SELECT
        {key} AS record_key,
        updated_at
    FROM arrived
    UNION ALL
    SELECT
        stored.{key},
        stored.updated_at
    FROM {table} AS stored
    WHERE {new_partitions}
),

settled AS (
    DELETE FROM quarantine.record AS waiting
    USING brought
    WHERE
        waiting.feed = :feed
        AND waiting.batch <> :batch
        AND waiting.record_key = brought.record_key
        AND CASE
            WHEN trim(waiting.record ->> :updated) ~ '^\d{{14}}$'
                THEN trim(waiting.record ->> :updated)
                    < to_char(brought.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDDHH24MISS')
        END
    RETURNING waiting.batch
)

SELECT
    batch,
    count(*) AS settled_count
FROM settled
GROUP BY batch
