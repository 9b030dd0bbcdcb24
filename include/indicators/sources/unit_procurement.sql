-- Grain: kept period × row of the sheet `procurement` of the reports that stand for it. Readers: the indicators over unit_procurement.
SELECT
    reported.slot,
    row.row_number,
    row.item,
    1::bigint AS package_count,
    (row.item ->> 'due_on')::date < reported.until AS is_due,
    COALESCE((row.item ->> 'done_on')::date < reported.until, FALSE) AS is_accepted
FROM reported
INNER JOIN core.unit_report_item AS row
    ON
        row.agency_code = reported.agency_code
        AND row.month = reported.month
        AND row.version = reported.version
        AND row.sheet = reported.sheet
WHERE reported.source = 'unit_procurement'
