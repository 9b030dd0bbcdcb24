-- Grain: row of the sheet behind {source}, of a unit that reported anew since the vintage before, of any month in the
-- period: late when a month of it came for the first time, a correction when it came again.
SELECT DISTINCT
    CONCAT_WS('|', row.agency_code, TO_CHAR(row.month, 'YYYY-MM'), row.sheet, row.row_number) AS record_code,
    anew.cause,
    NULL AS payment_cause
FROM (
    SELECT
        agency_code,
        CASE WHEN MAX(first_at) > :before_published_at THEN 'late' ELSE 'correction' END AS cause
    FROM (
        SELECT
            agency_code,
            month,
            MIN(loaded_at) AS first_at,
            MAX(loaded_at) AS last_at
        FROM core.unit_report
        WHERE month >= :since_on AND month < :until_on
        GROUP BY agency_code, month
    ) AS of_month
    GROUP BY agency_code
    HAVING MAX(last_at) > :before_published_at
) AS anew
INNER JOIN core.unit_report_item AS row
    ON
        row.agency_code = anew.agency_code
        AND row.month >= :since_on
        AND row.month < :until_on
        AND 'unit_' || row.sheet = '{source}'
