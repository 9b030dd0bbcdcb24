INSERT INTO publication.indicator (
    period, vintage, agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version,
    data_as_of
)
SELECT
    period,
    :now_vintage,
    agency_code,
    indicator,
    numerator,
    denominator,
    rate,
    points,
    state,
    framework,
    formula_version,
    data_as_of
FROM core.indicator
WHERE period = :period
