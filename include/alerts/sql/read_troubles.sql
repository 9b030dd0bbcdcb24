-- Grain: letter that was tried and has not arrived. Reader: include/alerts/outbox.py.
SELECT
    outbox_id,
    state,
    recipient_email,
    subject,
    written_at,
    attempt_count,
    last_error
FROM ops.outbox
WHERE state <> 'sent' AND last_error IS NOT NULL
ORDER BY written_at, outbox_id
