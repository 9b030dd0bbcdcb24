-- Grain: stored record that leaves its table.

DELETE FROM {table} AS stored
USING fresh
WHERE {partitions} AND {same_key}
