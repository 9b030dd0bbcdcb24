-- Grain: entry of the portal's catalogue of procedures: the hash of what it said last, as known at :seen_at.

SELECT DISTINCT ON (formality_id)
    formality_id,
    content_hash
FROM core.published_formality
WHERE seen_at <= :seen_at
ORDER BY formality_id ASC, seen_at DESC
