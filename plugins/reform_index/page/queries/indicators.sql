-- Grain: indicator of one agency and period, the newest vintage. Reader: the page for officials and analysts.
SELECT
    indicator,
    numerator,
    denominator,
    rate,
    points,
    state,
    framework,
    formula_version,
    data_as_of
FROM mart.indicator
WHERE
    agency_code = :agency_code
    AND period = :period
ORDER BY indicator;
