-- Grain: the letter that is due longest and that no other sender holds; locked until the transaction ends.
-- Reader: include/alerts/outbox.py.
SELECT
    outbox_id,
    letter_key,
    recipient_name,
    recipient_email,
    subject,
    body_text,
    body_html,
    written_at,
    attempt_count
FROM ops.outbox
WHERE state = 'waiting' AND next_attempt_at <= :now
ORDER BY next_attempt_at, outbox_id
LIMIT 1
FOR UPDATE SKIP LOCKED
