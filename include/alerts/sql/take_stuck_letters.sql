-- Grain: letter that was refused, or waits since :before; each is given out once, and no notice about notices.
-- Reader: include/alerts/notice.py.
UPDATE ops.outbox SET noticed_at = :now
WHERE
    noticed_at IS NULL
    AND kind <> 'notice'
    AND (state = 'refused' OR (state = 'waiting' AND written_at <= :before))
RETURNING recipient_email, subject, state, last_error
