-- Grain: sheet of a submission of the agency or of a unit that stood below it, of a month in the period, up to the moment
-- :known_at: what the cover says of it, and how many rows it has. file_sha256 is that of the workbook that was sent.
SELECT
    report.agency_code,
    TO_CHAR(report.month, 'YYYY-MM') AS month,
    report.version,
    sheet.sheet,
    sheet.answer,
    sheet.item_count,
    report.loaded_at AS reported_at,
    report.template,
    MIN(file.file_hash) AS file_sha256
FROM core.unit_report AS report
INNER JOIN core.unit_report_sheet AS sheet
    ON
        sheet.agency_code = report.agency_code
        AND sheet.month = report.month
        AND sheet.version = report.version
INNER JOIN of_the_time AS tree
    ON tree.agency_code = report.agency_code AND tree.ancestor_code = :agency_code AND tree.held @> report.month
LEFT JOIN ops.unit_report_file AS file
    ON
        file.agency_code = report.agency_code
        AND file.month = report.month
        AND file.version = report.version
        AND file.outcome = 'loaded'
WHERE report.month >= :since_on AND report.month < :until_on AND report.loaded_at <= :known_at
GROUP BY
    report.agency_code,
    report.month,
    report.version,
    sheet.sheet,
    sheet.answer,
    sheet.item_count,
    report.loaded_at,
    report.template
ORDER BY report.agency_code, report.month, report.version, sheet.sheet
