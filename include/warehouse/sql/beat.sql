-- Grain: stage. An older run that ends later takes nothing back.

INSERT INTO ops.heartbeat AS kept (stage, first_at, last_at)
VALUES (:stage, :now, :now)
ON CONFLICT (stage) DO UPDATE SET last_at = excluded.last_at
WHERE kept.last_at < excluded.last_at
