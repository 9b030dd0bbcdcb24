-- Which submission of a unit stands for a kept period, sheet by sheet: the newest of the newest month in it. It says how
-- things stood then; months before it are not added. Of a unit that was divided nobody knows whose share is whose.
CREATE TEMP TABLE reported ON COMMIT DROP AS
SELECT DISTINCT ON (kept.slot, report.agency_code, sheet.sheet)
    kept.slot,
    kept.since,
    kept.until,
    'unit_' || sheet.sheet AS source,
    report.agency_code,
    report.month,
    report.version,
    sheet.sheet
FROM core.unit_report AS report
INNER JOIN core.unit_report_sheet AS sheet
    ON
        sheet.agency_code = report.agency_code
        AND sheet.month = report.month
        AND sheet.version = report.version
        AND sheet.answer <> 'not_reported'
INNER JOIN tree
    ON
        tree.agency_code = report.agency_code
        AND report.month >= tree.since
        AND report.month < tree.until
        AND NOT tree.is_divided
INNER JOIN kept ON kept.place = tree.place AND report.month >= kept.since AND report.month < kept.until
WHERE report.is_newest
ORDER BY kept.slot ASC, report.agency_code ASC, sheet.sheet ASC, report.month DESC;
ANALYZE reported;
