-- Grain: record of the batch that is new, or newer than the stored version; the rest changes nothing.
-- Readers: the writing of the batch and the affected_*.sql files.

CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT
    arrived.*,
    stored.content_hash IS NOT NULL AS was_there
FROM arrived
LEFT JOIN (
    SELECT *
    FROM {table} AS stored
    WHERE {partitions}
) AS stored ON {same_key}
WHERE
    (
        stored.content_hash IS NULL
        OR (arrived.updated_at, arrived.content_hash) > (stored.updated_at, stored.content_hash)
    )
    AND NOT EXISTS (SELECT FROM stale WHERE stale.place = arrived.place)
