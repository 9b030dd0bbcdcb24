-- Grain: record behind a restatement of the agency × indicator, up to the vintage shown.
SELECT
    vintage,
    indicator,
    cause,
    source,
    record_code,
    own_agency_code AS agency_code,
    numerator_change,
    denominator_change
FROM mart.restated_record
WHERE period = :period AND agency_code = :agency_code AND vintage <= :shown_vintage
ORDER BY vintage, indicator, cause, record_code, own_agency_code, numerator_change, denominator_change
