-- Grain: row of a report for a period and root: the hash of what it said last, as known at :seen_at.

SELECT DISTINCT ON (row_key)
    row_key,
    content_hash
FROM core.published_row
WHERE report = :report AND period = :period AND root_agency = :root_agency AND seen_at <= :seen_at
ORDER BY row_key ASC, seen_at DESC
