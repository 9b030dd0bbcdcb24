-- How many letters wait. Reader: include/alerts/outbox.py.
SELECT COUNT(*)
FROM ops.outbox
WHERE state = 'waiting'
