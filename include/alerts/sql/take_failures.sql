-- Grain: failed task of a run of which nothing has been told; each is given out once. Reader: include/alerts/failure.py.
UPDATE ops.failure SET told_at = :now
WHERE dag_id = :dag_id AND run_id = :run_id AND told_at IS NULL
RETURNING task, batch, cause, attempt_count, log_url
