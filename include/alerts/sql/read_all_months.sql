-- Grain: agency × month of one indicator, the whole history. Reader: include/alerts/trial.py.
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
ORDER BY agency_code, period
