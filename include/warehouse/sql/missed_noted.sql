-- Grain: absent record; the first look that missed it in this version counts.

INSERT INTO ops.missed AS stored (feed, record_key, updated_at, content_hash, missed_at)
SELECT
    :feed AS feed,
    record_key,
    updated_at,
    content_hash,
    :now AS missed_at
FROM absent
ON CONFLICT (feed, record_key) DO UPDATE SET
    updated_at = excluded.updated_at,
    content_hash = excluded.content_hash,
    missed_at = excluded.missed_at
WHERE stored.content_hash <> excluded.content_hash
