-- One row when a letter is due. Reader: include/alerts/outbox.py.
SELECT 1
FROM ops.outbox
WHERE state = 'waiting' AND next_attempt_at <= :now
LIMIT 1
