-- Grain: run with failed tasks for more than :hours of which no letter has been written: whoever should have written it
-- was gone. Forgotten after :days.
SELECT
    dag_id || ' ' || run_id AS subject,
    (ARRAY_AGG(batch ORDER BY failed_at DESC) FILTER (WHERE batch <> ''))[1] AS batch,
    MIN(failed_at) AS since,
    COUNT(*) AS number,
    (ARRAY_AGG(cause ORDER BY failed_at DESC))[1] AS cause
FROM ops.failure
WHERE told_at IS NULL AND failed_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(days => :days)
GROUP BY dag_id, run_id
HAVING MAX(failed_at) < CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours)
ORDER BY dag_id, run_id
