-- Accepted rows that a newer version of the same key, in the same batch, makes superfluous.
-- Grain: one row per such row. Reads: judged, refusal. Reader: quality/judge.py.
CREATE OR REPLACE TEMP TABLE superseded AS
WITH

kept AS (
  SELECT position, record_key, version_at, content_hash
  FROM judged
  ANTI JOIN refusal USING (position)
),

doubled AS (
  SELECT record_key
  FROM kept
  GROUP BY record_key
  HAVING COUNT(*) > 1
)

SELECT position
FROM kept
SEMI JOIN doubled USING (record_key)
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY record_key
  ORDER BY version_at DESC NULLS LAST, content_hash DESC, position
) > 1
