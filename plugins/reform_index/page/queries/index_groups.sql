-- Grain: framework × group (TOTAL for the sum) of one agency and period. Reader: the page for officials and analysts.
SELECT
    framework,
    group_code,
    points,
    max_points,
    state
FROM mart.index
WHERE
    agency_code = :agency_code
    AND period = :period
ORDER BY framework, group_code;
