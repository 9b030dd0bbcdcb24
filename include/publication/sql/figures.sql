-- Grain: agency × indicator of the period :period, as published in the vintage :{state}_vintage, or live when it is 0.
SELECT agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version, data_as_of
FROM publication.indicator
WHERE period = :period AND vintage = :{state}_vintage
UNION ALL
SELECT agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version, data_as_of
FROM core.indicator
WHERE period = :period AND :{state}_vintage = 0
