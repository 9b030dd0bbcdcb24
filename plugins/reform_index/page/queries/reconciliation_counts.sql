-- Grain: component × cause of one agency and period: the counts behind the points. Reader: the page for officials.
SELECT
    group_code,
    indicator,
    cause,
    numerator,
    denominator
FROM mart.reconciliation_count
WHERE
    agency_code = :agency_code
    AND period = :period
ORDER BY group_code, indicator, cause;
