-- Grain: agency, by its newest name. Reader: the page, to choose from.
SELECT
    agency_code,
    agency_name,
    coalesce(level, 9) AS level
FROM mart.agency
WHERE is_newest
ORDER BY agency_code;
