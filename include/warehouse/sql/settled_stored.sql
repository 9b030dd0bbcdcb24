-- Grain: batch: how many of its records in quarantine left it, because a newer version is stored. Each that is asked for
-- is looked up in the index of the keys, whatever is stored: the sub-select is not to become a join.

WITH settled AS (
    DELETE FROM quarantine.record AS waiting
    WHERE
        {whose}
        AND CASE
            WHEN trim(waiting.record ->> :updated) ~ '^\d{{14}}$'
                THEN trim(waiting.record ->> :updated) < (
                    SELECT to_char(max(stored.updated_at) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDDHH24MISS')
                    FROM {table} AS stored
                    WHERE stored.{key} = waiting.record_key AND {months}
                )
        END
    RETURNING waiting.batch
)

SELECT
    batch,
    count(*) AS settled_count
FROM settled
GROUP BY batch
