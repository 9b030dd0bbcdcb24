-- Grain: finding of the watchdog that lasts, the newest first. Reader: the page for engineers.
SELECT
    rule,
    subject,
    batch,
    since,
    number,
    cause,
    found_at,
    seen_at
FROM ops.finding
WHERE ended_at IS NULL
ORDER BY found_at DESC, finding_id DESC;
