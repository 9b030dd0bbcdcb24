-- Grain: mailbox of which the mail server said no to letters: for good, within :days, or for now, and they wait since :hours.
SELECT
    recipient_email AS subject,
    CAST(NULL AS text) AS batch,
    MIN(written_at) AS since,
    COUNT(*) AS number,
    (ARRAY_AGG(last_error ORDER BY written_at DESC))[1] AS cause
FROM ops.outbox
WHERE
    last_error ~ '^[45][0-9][0-9] '
    AND (
        (state = 'refused' AND written_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(days => :days))
        OR (state = 'waiting' AND written_at <= CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours))
    )
GROUP BY recipient_email
ORDER BY recipient_email
