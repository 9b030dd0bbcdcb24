-- Grain: record of the batch: its key and version, and its place among the accepted rows. Reader: fresh.sql.

CREATE TEMP TABLE arrived ON COMMIT DROP AS
SELECT
    {staged},
    updated_at,
    content_hash,
    0 AS place
FROM {table}
WITH NO DATA;
