-- Grain: kept period × row of the sheet `positions` of the reports that stand for it. Readers: the indicators over unit_positions.
SELECT
    reported.slot,
    row.row_number,
    row.item,
    (row.item ->> 'approved_count')::bigint AS approved_count,
    LEAST((row.item ->> 'filled_count')::bigint, (row.item ->> 'approved_count')::bigint) AS arranged_count
FROM reported
INNER JOIN core.unit_report_item AS row
    ON
        row.agency_code = reported.agency_code
        AND row.month = reported.month
        AND row.version = reported.version
        AND row.sheet = reported.sheet
WHERE reported.source = 'unit_positions'
