-- Grain: agency that has figures, with its newest name. Reader: the page, to choose from.
WITH measured AS (
    SELECT DISTINCT agency_code
    FROM mart.indicator
)

SELECT
    measured.agency_code,
    coalesce(agency.agency_name, measured.agency_code) AS agency_name,
    coalesce(agency.level, 9) AS level
FROM measured
LEFT JOIN mart.agency
    ON
        measured.agency_code = agency.agency_code
        AND agency.is_newest
ORDER BY measured.agency_code;
