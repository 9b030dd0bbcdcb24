-- Grain: the newest failure of a run. Reader: include/alerts/failure.py.
SELECT
    NULLIF(batch, '') AS batch,
    cause
FROM ops.failure
WHERE dag_id = :dag_id AND run_id = :run_id
ORDER BY failed_at DESC
LIMIT 1
