-- Grain: stage, and when it ran last. Reader: the page for engineers.
SELECT
    stage,
    last_at
FROM ops.heartbeat
ORDER BY last_at DESC;
