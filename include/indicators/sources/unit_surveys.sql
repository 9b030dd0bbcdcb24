-- Grain: kept period × row of the sheet `surveys` of the reports that stand for it. Readers: the indicators over unit_surveys.
SELECT
    reported.slot,
    row.row_number,
    row.item,
    (row.item ->> 'respondent_count')::bigint AS respondent_count,
    (row.item ->> 'satisfied_count')::bigint AS satisfied_count
FROM reported
INNER JOIN core.unit_report_item AS row
    ON
        row.agency_code = reported.agency_code
        AND row.month = reported.month
        AND row.version = reported.version
        AND row.sheet = reported.sheet
WHERE reported.source = 'unit_surveys'
    AND (row.item ->> 'done_on')::date >= reported.since
    AND (row.item ->> 'done_on')::date < reported.until
