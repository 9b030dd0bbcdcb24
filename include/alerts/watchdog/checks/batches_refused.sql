-- Grain: portal at which the newest request of at least :least batches, within :hours, was not answered.
-- `batch` and `cause`: of the newest of them.
WITH newest AS (
    SELECT DISTINCT ON (portal, batch)
        portal,
        batch,
        outcome,
        reason,
        ended_at
    FROM ops.fetch
    WHERE ended_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours)
    ORDER BY portal, batch, ended_at DESC, fetch_id DESC
)
SELECT
    portal AS subject,
    (ARRAY_AGG(batch ORDER BY ended_at DESC))[1] AS batch,
    MIN(ended_at) AS since,
    COUNT(*) AS number,
    (ARRAY_AGG(reason ORDER BY ended_at DESC))[1] AS cause
FROM newest
WHERE outcome <> 'answered'
GROUP BY portal
HAVING COUNT(*) >= :least
ORDER BY portal
