-- Every letter that is due, put off because the mail server is away; those another sender holds are left to it.
-- Writer: include/alerts/outbox.py.
WITH due AS (
    SELECT outbox_id
    FROM ops.outbox
    WHERE state = 'waiting' AND next_attempt_at <= :now
    FOR UPDATE SKIP LOCKED
)
UPDATE ops.outbox SET
    attempt_count = outbox.attempt_count + 1,
    last_error = :trouble,
    next_attempt_at = CAST(:now AS timestamptz) + LEAST(
        CAST(:first_pause AS interval) * POWER(2, LEAST(outbox.attempt_count, 20)),
        CAST(:longest_pause AS interval)
    )
FROM due
WHERE outbox.outbox_id = due.outbox_id
