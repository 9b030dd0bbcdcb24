-- Grain: agency × month of one indicator, from two years before the first month without a final verdict of the rule.
-- Reader: include/alerts/facts.py.
WITH months AS (
    SELECT
        period,
        agency_code,
        numerator,
        denominator,
        points,
        state,
        framework,
        formula_version
    FROM core.indicator
    WHERE indicator = :indicator AND period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'
),
unjudged AS (
    SELECT MIN(months.period) AS first_period
    FROM months
    LEFT JOIN ops.verdict
        ON verdict.rule = :rule AND verdict.agency_code = months.agency_code AND verdict.period = months.period
    WHERE
        verdict.outcome IS NULL
        OR verdict.outcome NOT IN ('alert', 'silent', 'well')
        OR (
            verdict.restated_at IS NULL
            AND (verdict.numerator, verdict.denominator) IS DISTINCT FROM (months.numerator, months.denominator)
        )
)
SELECT months.*
FROM months
CROSS JOIN unjudged
WHERE months.period >= TO_CHAR(TO_DATE(unjudged.first_period, 'YYYY-MM') - INTERVAL '24 months', 'YYYY-MM')
ORDER BY months.agency_code, months.period
