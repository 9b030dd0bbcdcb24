-- Grain: month of the stored records: their hashes in a row, each of 32 characters. Not those of records that an earlier
-- look missed: whether they came now is asked for by key.

SELECT string_agg(stored.content_hash, '')
FROM {table} AS stored
WHERE
    {partitions}
    AND NOT EXISTS (SELECT FROM ops.missed AS missed WHERE missed.feed = :feed AND missed.record_key = stored.{key})
GROUP BY {month}
