-- Grain: absent record that an earlier look missed as well, in the same version, once everything from that version up to
-- the earlier look had been loaded: a record that only changed had come by then.

WITH loaded AS (
    SELECT range_agg(tstzrange(window_start, window_end)) AS spans
    FROM ops.receipt
    WHERE feed = :feed AND (:root_agency = root_agency OR starts_with(:root_agency, root_agency || '.'))
)

INSERT INTO leaving ({keys})
SELECT {absent_keys}
FROM absent
INNER JOIN ops.missed AS missed ON absent.record_key = missed.record_key AND missed.feed = :feed
CROSS JOIN loaded
WHERE
    missed.content_hash = absent.content_hash
    AND missed.updated_at = absent.updated_at
    AND missed.missed_at < :now
    AND loaded.spans @> tstzrange(missed.updated_at, missed.missed_at)
