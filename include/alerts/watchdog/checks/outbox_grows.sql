-- Grain: the outbox, when at least :least letters wait for longer than :hours, and not because their mailbox said so.
SELECT
    'outbox' AS subject,
    CAST(NULL AS text) AS batch,
    MIN(written_at) AS since,
    COUNT(*) AS number,
    COALESCE((ARRAY_AGG(last_error ORDER BY written_at DESC) FILTER (WHERE last_error IS NOT NULL))[1], '') AS cause
FROM ops.outbox
WHERE
    state = 'waiting'
    AND written_at <= CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours)
    AND COALESCE(last_error, '') !~ '^[45][0-9][0-9] '
HAVING COUNT(*) >= :least
