-- A finding that lasts, or has come back within its rule's quiet time, as it stands now.
-- Writer: include/alerts/watchdog/keep.py.
UPDATE ops.finding SET
    batch = :batch,
    since = :since,
    number = :number,
    cause = :cause,
    seen_at = :now,
    ended_at = NULL
WHERE finding_id = :finding_id
