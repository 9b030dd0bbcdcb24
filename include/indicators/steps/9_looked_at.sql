-- How many periods and agencies were measured.
SELECT
    COUNT(DISTINCT period) AS period_count,
    COUNT(DISTINCT agency_code) AS agency_count
FROM kept
