-- Grain: restated points of the agency: vintage × framework × group × cause, up to the vintage shown.
SELECT
    vintage,
    framework,
    group_code,
    cause,
    old_points,
    new_points,
    old_state,
    new_state,
    ARRAY_TO_STRING(indicators, ' ') AS indicators
FROM mart.restated_score
WHERE period = :period AND agency_code = :agency_code AND vintage <= :shown_vintage
ORDER BY vintage, framework, group_code, cause
