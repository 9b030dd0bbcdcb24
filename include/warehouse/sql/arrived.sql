-- Grain: record of the batch: its key and version, and its place among the accepted rows. Reader: fresh.sql.

CREATE TEMP TABLE arrived ON COMMIT DROP AS
SELECT
    {staged},
    updated_at,
    content_hash,
    0 AS place
FROM {table}
WITH NO DATA;

-- Grain: place of a record that changes nothing though its own months do not hold it. Writers: elsewhere.sql, buried.sql.
CREATE TEMP TABLE stale (place integer PRIMARY KEY) ON COMMIT DROP;

-- Grain: stored record that leaves its table in this load.
CREATE TEMP TABLE leaving ON COMMIT DROP AS
SELECT {keys} FROM {table}
WITH NO DATA;
