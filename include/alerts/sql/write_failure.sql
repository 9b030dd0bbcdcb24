-- A task that failed for good, once a run. Writer: include/alerts/failure.py.
INSERT INTO ops.failure AS kept (dag_id, run_id, task, batch, cause, attempt_count, log_url, failed_at)
VALUES (:dag_id, :run_id, :task, :batch, :cause, :attempt_count, :log_url, :now)
ON CONFLICT (dag_id, run_id, task, batch) DO UPDATE SET
    cause = EXCLUDED.cause,
    attempt_count = EXCLUDED.attempt_count,
    log_url = EXCLUDED.log_url,
    failed_at = EXCLUDED.failed_at,
    told_at = NULL
