-- Grain: record of the batch that was taken for gone. Shown again it comes back: in a newer version, or to a batch that
-- was not loaded before in the same one.

CREATE TEMP TABLE buried ON COMMIT DROP AS
SELECT
    arrived.place,
    tombstone.feed,
    tombstone.record_key,
    (arrived.updated_at, arrived.content_hash) > (tombstone.updated_at, tombstone.content_hash)
    OR (NOT :again AND arrived.content_hash = tombstone.content_hash) AS is_back
FROM arrived
INNER JOIN core.tombstone AS tombstone ON arrived.{key} = tombstone.record_key AND tombstone.feed = :feed
