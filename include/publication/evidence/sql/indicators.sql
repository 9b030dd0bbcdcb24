-- Grain: indicator of the agency and period, as the vintage shows it.
SELECT
    figure.indicator,
    figure.numerator,
    figure.denominator,
    figure.rate,
    figure.points,
    figure.state,
    figure.framework,
    figure.formula_version,
    figure.data_as_of
FROM ({figures}) AS figure
WHERE figure.agency_code = :agency_code
ORDER BY figure.indicator COLLATE "C"
