-- Grain: procedure × resolving agency below :agency_code (a transaction names no channel: it is ''); paid fee
-- transactions, and of them paid online, by month paid, in the value's months [:since, :until) and in those before
-- [:before_since, :before_until). Reader: include/alerts/facts.py.
WITH subtree AS (
    SELECT agency_code
    FROM core.agency_ancestor
    WHERE ancestor_code = :agency_code
),
counted AS (
    SELECT
        cube.procedure_code,
        cube.agency_code,
        (cube.month >= :since AND cube.month < :until) AS is_now,
        CASE WHEN cube.method = 'online' THEN cube.transaction_count ELSE 0 END AS numerator,
        cube.transaction_count AS denominator
    FROM core.payment_cube AS cube
    INNER JOIN subtree USING (agency_code)
    WHERE
        (cube.month >= :since AND cube.month < :until)
        OR (cube.month >= :before_since AND cube.month < :before_until)
)
SELECT
    procedure_code,
    '' AS channel,
    agency_code,
    COALESCE(SUM(numerator) FILTER (WHERE NOT is_now), 0)::bigint AS before_numerator,
    COALESCE(SUM(denominator) FILTER (WHERE NOT is_now), 0)::bigint AS before_denominator,
    COALESCE(SUM(numerator) FILTER (WHERE is_now), 0)::bigint AS numerator,
    COALESCE(SUM(denominator) FILTER (WHERE is_now), 0)::bigint AS denominator
FROM counted
GROUP BY procedure_code, agency_code
HAVING SUM(denominator) > 0
ORDER BY procedure_code, agency_code
