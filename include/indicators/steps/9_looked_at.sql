-- Which periods, and how many agencies, were measured.
SELECT
    ARRAY_AGG(DISTINCT period) AS periods,
    COUNT(DISTINCT agency_code) AS agency_count
FROM kept
