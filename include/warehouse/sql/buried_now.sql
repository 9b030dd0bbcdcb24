-- Grain: record that leaves its table because the portal no longer has it.

INSERT INTO core.tombstone (feed, record_key, code_month, updated_at, content_hash, gone_at, batch, record)
SELECT
    :feed AS feed,
    stored.{key} AS record_key,
    {code_month} AS code_month,
    stored.updated_at,
    stored.content_hash,
    :now AS gone_at,
    :batch AS batch,
    to_jsonb(stored) - 'batch' - 'loaded_at' AS record
FROM leaving
INNER JOIN {table} AS stored ON {same_key}
