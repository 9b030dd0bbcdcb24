-- Grain: cause of the restatements of a vintage.
SELECT
    cause,
    COUNT(*) AS restatement_count,
    COUNT(DISTINCT agency_code) AS agency_count,
    (
        SELECT COUNT(DISTINCT changed.record_code)
        FROM publication.changed_record AS changed
        WHERE changed.period = :period AND changed.vintage = :now_vintage AND changed.cause = restatement.cause
    ) AS record_count
FROM publication.restatement AS restatement
WHERE period = :period AND vintage = :now_vintage
GROUP BY cause
ORDER BY cause
