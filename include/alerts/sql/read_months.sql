-- Grain: agency × month of one indicator, from two years before the first month without a final verdict of the rule, or
-- whose counts have changed since, or which a vintage settles; the :whole history where that is asked for. It needs no
-- statistics, for its tables may have been filled just now: EXCEPT hashes or sorts, and the first month is found once.
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
judged AS (
    SELECT
        period,
        agency_code,
        numerator,
        denominator
    FROM ops.verdict
    WHERE rule = :rule AND outcome <> 'no_verdict'
),
changed AS (
    SELECT period, agency_code, COALESCE(numerator, 0), COALESCE(denominator, 0) FROM months
    EXCEPT ALL
    SELECT period, agency_code, numerator, denominator FROM judged
),
settled AS (
    SELECT verdict.period
    FROM ops.verdict
    INNER JOIN publication.vintage USING (period)
    WHERE
        verdict.rule = :rule
        AND vintage.published_at >= verdict.restated_at
        AND vintage.vintage > verdict.vintage
),
wanted AS (
    SELECT period FROM changed
    UNION ALL
    SELECT period FROM settled
)
SELECT *
FROM months
WHERE
    CAST(:whole AS boolean)
    OR period >= (SELECT TO_CHAR(TO_DATE(MIN(period), 'YYYY-MM') - INTERVAL '24 months', 'YYYY-MM') FROM wanted)
ORDER BY agency_code, period
