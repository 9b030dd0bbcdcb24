-- Grain: one row: whether records of the batch may be known in another place than their own months.

SELECT
    EXISTS (
        SELECT FROM {table} AS stored
        WHERE :may_move AND NOT ({partitions})
    )
    OR EXISTS (SELECT FROM core.tombstone WHERE feed = :feed)
