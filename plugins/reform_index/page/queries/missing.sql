-- Grain: agency whose records are missing in the figures of one agency and period. Reader: the page for officials.
SELECT
    missing_agency_code,
    coalesce(missing_agency_name, missing_agency_code) AS missing_agency_name,
    array_agg(DISTINCT feed) AS feeds,
    min(complete_until) AS complete_until
FROM mart.missing
WHERE
    agency_code = :agency_code
    AND period = :period
GROUP BY missing_agency_code, missing_agency_name
ORDER BY missing_agency_code;
