-- Grain: record with a newer version (staged in `newer`): the stored row takes its values.

UPDATE {table} AS stored
SET {assignments}
FROM newer
WHERE {partitions} AND {same_key}
