-- Grain: finding that lasts, or of which nobody has been told that it is over. Reader: include/alerts/watchdog/keep.py.
SELECT
    finding_id,
    rule,
    subject,
    batch,
    since,
    number,
    cause,
    found_at,
    ended_at
FROM ops.finding
WHERE over_told_at IS NULL
ORDER BY finding_id
