-- Grain: one row: up to where everything since :since has been loaded without a hole; empty when nothing has.

WITH stretch AS (
    SELECT unnest(range_agg(tstzrange(window_start, window_end))) AS span
    FROM ops.receipt
    WHERE feed = :feed AND root_agency = :root_agency
)

SELECT max(upper(span)) AS complete_until
FROM stretch
WHERE span @> CAST(:since AS timestamptz)
