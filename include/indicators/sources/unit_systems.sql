-- Grain: kept period × row of the sheet `systems` of the reports that stand for it. Readers: the indicators over unit_systems.
SELECT
    reported.slot,
    row.row_number,
    row.item,
    1::bigint AS system_count,
    row.item ->> 'in_use' = 'yes' AS is_in_use,
    COALESCE((row.item ->> 'done_on')::date < reported.until, FALSE) AS is_approved,
    row.item ->> 'uploaded' = 'yes' AS is_uploaded
FROM reported
INNER JOIN core.unit_report_item AS row
    ON
        row.agency_code = reported.agency_code
        AND row.month = reported.month
        AND row.version = reported.version
        AND row.sheet = reported.sheet
WHERE reported.source = 'unit_systems'
