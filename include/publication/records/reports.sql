-- Grain: row of a sheet of the submission that stands for the period, of each unit, with the counts of its source: the
-- newest submission that had come when the vintage was published, of the newest month in the period. {source}.
-- row_number counts the filled rows of the sheet; file_sha256 is that of the workbook that the unit sent.
WITH
reported AS (
    SELECT DISTINCT ON (tree.ancestor_code, stored.agency_code)
        tree.ancestor_code,
        ROW_NUMBER() OVER () AS slot,
        CAST(:since_on AS date) AS since,
        CAST(:until_on AS date) AS until,
        '{source}' AS source,
        stored.agency_code,
        stored.month,
        stored.version,
        stored.loaded_at,
        sheet.sheet
    FROM (
        SELECT DISTINCT ON (agency_code, month) *
        FROM core.unit_report
        WHERE loaded_at <= :{state}_published_at AND month >= :since_on AND month < :until_on
        ORDER BY agency_code ASC, month ASC, version DESC
    ) AS stored
    INNER JOIN core.unit_report_sheet AS sheet
        ON
            sheet.agency_code = stored.agency_code
            AND sheet.month = stored.month
            AND sheet.version = stored.version
            AND sheet.answer <> 'not_reported'
            AND 'unit_' || sheet.sheet = '{source}'
    INNER JOIN ({tree}) AS tree ON tree.agency_code = stored.agency_code AND tree.held @> stored.month
    WHERE {only}
    ORDER BY tree.ancestor_code ASC, stored.agency_code ASC, stored.month DESC
),

counted AS (
{rows})

SELECT
    CONCAT_WS('|', reported.agency_code, TO_CHAR(reported.month, 'YYYY-MM'), reported.sheet, counted.row_number) AS record_code,
    reported.agency_code,
    reported.ancestor_code AS counts_for,
    reported.sheet,
    counted.row_number,
    TO_CHAR(reported.month, 'YYYY-MM') AS month,
    reported.version,
    reported.loaded_at AS reported_at,
    file.file_sha256,
    counted.item ->> 'due_on' AS due_on,
    counted.item ->> 'done_on' AS done_on,
{columns}
FROM counted
INNER JOIN reported ON reported.slot = counted.slot
LEFT JOIN (
    SELECT
        agency_code,
        month,
        version,
        MIN(file_hash) AS file_sha256
    FROM ops.unit_report_file
    WHERE outcome = 'loaded'
    GROUP BY agency_code, month, version
) AS file
    ON
        file.agency_code = reported.agency_code
        AND file.month = reported.month
        AND file.version = reported.version
