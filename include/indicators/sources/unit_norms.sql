-- Grain: kept period × row of the sheet `norms` of the reports that stand for it. Readers: the indicators over unit_norms.
SELECT
    reported.slot,
    row.row_number,
    row.item,
    1::bigint AS norm_count,
    (row.item ->> 'due_on')::date < reported.until AS is_due,
    COALESCE((row.item ->> 'done_on')::date < reported.until, FALSE) AS is_issued
FROM reported
INNER JOIN core.unit_report_item AS row
    ON
        row.agency_code = reported.agency_code
        AND row.month = reported.month
        AND row.version = reported.version
        AND row.sheet = reported.sheet
WHERE reported.source = 'unit_norms'
