-- Grain: root agency, other than that of the catalogue, whose own catalogue came within the week before or since. One
-- that is pulled no more is silent after a week: then the next root agency above it speaks for its agencies.

INSERT INTO speaker (root_agency)
SELECT DISTINCT root_agency
FROM ops.receipt
WHERE
    feed = :feed
    AND root_agency <> :root_agency
    AND window_start > CAST(:since AS timestamptz) - INTERVAL '7 days'
