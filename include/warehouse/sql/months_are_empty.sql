-- Grain: one row: whether the table holds nothing yet in the months of the batch.

SELECT NOT EXISTS (
    SELECT FROM {table} AS stored
    WHERE {partitions}
)
