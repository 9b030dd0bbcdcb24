-- Grain: procedure × channel × resolving agency below :agency_code; dossiers with a fee, and of them paid online,
-- by month received, in the value's months [:since, :until) and in those before [:before_since, :before_until).
-- Reader: include/alerts/facts.py.
WITH subtree AS (
    SELECT agency_code
    FROM core.agency_ancestor
    WHERE ancestor_code = :agency_code
),
counted AS (
    SELECT
        cube.procedure_code,
        cube.channel,
        cube.agency_code,
        (cube.month >= :since AND cube.month < :until) AS is_now,
        cube.paid_online_count AS numerator,
        cube.fee_count AS denominator
    FROM core.dossier_cube AS cube
    INNER JOIN subtree USING (agency_code)
    WHERE
        (cube.month >= :since AND cube.month < :until)
        OR (cube.month >= :before_since AND cube.month < :before_until)
)
SELECT
    procedure_code,
    channel,
    agency_code,
    COALESCE(SUM(numerator) FILTER (WHERE NOT is_now), 0)::bigint AS before_numerator,
    COALESCE(SUM(denominator) FILTER (WHERE NOT is_now), 0)::bigint AS before_denominator,
    COALESCE(SUM(numerator) FILTER (WHERE is_now), 0)::bigint AS numerator,
    COALESCE(SUM(denominator) FILTER (WHERE is_now), 0)::bigint AS denominator
FROM counted
GROUP BY procedure_code, channel, agency_code
HAVING SUM(denominator) > 0
ORDER BY procedure_code, channel, agency_code
