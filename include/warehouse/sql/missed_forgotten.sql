-- Grain: record that an earlier look missed and this one saw, or that has left its table.

DELETE FROM ops.missed AS missed
WHERE
    missed.feed = :feed
    AND (
        EXISTS (SELECT FROM arrived WHERE arrived.{key} = missed.record_key)
        OR EXISTS (SELECT FROM core.tombstone AS tombstone WHERE tombstone.feed = :feed AND tombstone.record_key = missed.record_key)
    )
