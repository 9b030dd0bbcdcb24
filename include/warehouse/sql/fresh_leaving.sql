-- Grain: stored record that leaves its table (keys in `leaving`). Readers: the folds, as of any fresh record.

CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT
    {staged},
    stored.updated_at,
    stored.content_hash,
    TRUE AS was_there
FROM leaving
INNER JOIN {table} AS stored ON {same_key}
WHERE {partitions}
