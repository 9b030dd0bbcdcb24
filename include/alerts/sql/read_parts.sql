-- Grain: picture or attachment of one letter, in order. Readers: include/alerts/escalate.py, outbox.py.
SELECT
    disposition,
    content_type,
    name,
    content
FROM ops.outbox_part
WHERE outbox_id = :outbox_id
ORDER BY position
