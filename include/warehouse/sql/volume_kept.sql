-- Grain: feed, agency and day: records that began on it, the most that any one batch held.

INSERT INTO ops.day_volume AS stored (feed, agency_code, day, record_count)
SELECT
    :feed AS feed,
    agency_code,
    day,
    record_count
FROM volume_of_batch
ORDER BY agency_code, day
ON CONFLICT (feed, agency_code, day) DO UPDATE SET
    record_count = excluded.record_count
WHERE stored.record_count < excluded.record_count
