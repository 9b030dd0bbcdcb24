-- Grain: restated figure of the agency × vintage × cause, up to the vintage shown.
SELECT
    vintage,
    indicator,
    cause,
    old_value,
    new_value,
    old_numerator,
    new_numerator,
    old_denominator,
    new_denominator,
    old_points,
    new_points,
    numerator_change,
    denominator_change,
    record_count
FROM publication.restatement
WHERE period = :period AND agency_code = :agency_code AND vintage <= :shown_vintage
ORDER BY vintage, indicator, cause
