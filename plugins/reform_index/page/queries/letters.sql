-- Grain: letter, those that wait or were refused before those that went out, the newest two hundred.
-- Reader: the page of alerts and letters. The letter's own text is not read: its reader is the one it was written to.
SELECT
    kind,
    period,
    recipient_name,
    recipient_email,
    language,
    subject,
    state,
    written_at,
    attempt_count,
    next_attempt_at,
    last_error,
    sent_at
FROM ops.outbox
ORDER BY
    state = 'sent',
    written_at DESC,
    outbox_id DESC
LIMIT 200;
