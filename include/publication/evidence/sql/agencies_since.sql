-- Grain: one row: when agencies were last loaded otherwise after the moment :known_at; empty when they were not.
SELECT MAX(loaded_at) AS loaded_at
FROM ops.receipt
WHERE feed = 'agencies' AND loaded > 0 AND loaded_at > :known_at
