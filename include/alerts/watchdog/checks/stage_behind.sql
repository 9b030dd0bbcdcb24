-- Grain: the stage, when the one before it ran later, and before :due: what that one brought has not been taken up.
SELECT
    CAST(:stage AS text) AS subject,
    CAST(NULL AS text) AS batch,
    ahead.last_at AS since,
    CAST(NULL AS bigint) AS number,
    '' AS cause
FROM ops.heartbeat AS ahead
LEFT JOIN ops.heartbeat AS behind ON behind.stage = :stage
WHERE
    ahead.stage = :after
    AND ahead.last_at < :due
    AND (behind.last_at IS NULL OR behind.last_at < ahead.last_at)
