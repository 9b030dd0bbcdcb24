-- Grain: agency and month (or file that names none, by its hash) whose workbook was refused more than :hours ago, and of
-- which none was taken since. Forgotten after :days. `cause`: what was wrong with the newest.
WITH refused AS (
    SELECT
        looked_at,
        said,
        COALESCE(agency_code || ' ' || TO_CHAR(month, 'YYYY-MM'), '#' || LEFT(file_hash, 12)) AS subject
    FROM ops.unit_report_file AS file
    WHERE
        outcome = 'refused'
        AND looked_at > CAST(:now AS timestamptz) - MAKE_INTERVAL(days => :days)
        AND NOT EXISTS (
            SELECT
            FROM ops.unit_report_file AS later
            WHERE
                later.outcome <> 'refused'
                AND later.looked_at >= file.looked_at
                AND (
                    (later.agency_code = file.agency_code AND later.month = file.month)
                    OR (file.agency_code IS NULL AND later.file_name = file.file_name)
                )
        )
)

SELECT
    subject,
    CAST(NULL AS text) AS batch,
    MIN(looked_at) AS since,
    COUNT(*) AS number,
    (ARRAY_AGG(said ORDER BY looked_at DESC))[1] AS cause
FROM refused
GROUP BY subject
HAVING MIN(looked_at) < CAST(:now AS timestamptz) - MAKE_INTERVAL(hours => :hours)
ORDER BY subject
