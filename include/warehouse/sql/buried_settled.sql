-- Writes: stale, and takes away the tombstones of what is back. Reads: buried.sql.

INSERT INTO stale (place)
SELECT place FROM buried WHERE NOT is_back
ON CONFLICT DO NOTHING;

DELETE FROM core.tombstone AS tombstone
USING buried
WHERE tombstone.feed = buried.feed AND tombstone.record_key = buried.record_key AND buried.is_back;
