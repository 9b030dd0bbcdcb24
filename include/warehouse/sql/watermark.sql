-- Grain: feed and root agency: the end of the longest stretch of windows without a hole; it only moves forward.

WITH stretch AS (
    SELECT unnest(range_agg(tstzrange(window_start, window_end))) AS span
    FROM ops.receipt
    WHERE feed = :feed AND root_agency = :root_agency
)

INSERT INTO ops.watermark AS stored (feed, root_agency, complete_until)
SELECT
    :feed AS feed,
    :root_agency AS root_agency,
    upper(span) AS complete_until
FROM stretch
ORDER BY upper(span) - lower(span) DESC, upper(span) DESC
LIMIT 1
ON CONFLICT (feed, root_agency) DO UPDATE SET
    complete_until = greatest(stored.complete_until, excluded.complete_until)
