-- Grain: the stage, when it has left no trace since :due. One that has never run is missed since the first trace of any,
-- unless it is :optional.
WITH trace AS (
    SELECT
        MAX(last_at) FILTER (WHERE stage = :stage) AS last_at,
        MIN(first_at) AS watched_since
    FROM ops.heartbeat
)
SELECT
    CAST(:stage AS text) AS subject,
    CAST(NULL AS text) AS batch,
    last_at AS since,
    CAST(NULL AS bigint) AS number,
    '' AS cause
FROM trace
WHERE COALESCE(last_at, watched_since) < :due AND (last_at IS NOT NULL OR NOT CAST(:optional AS boolean))
