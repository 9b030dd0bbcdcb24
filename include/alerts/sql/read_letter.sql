-- Grain: one letter of the outbox. Reader: include/alerts/escalate.py.
SELECT
    period,
    language,
    subject,
    body_text,
    body_html
FROM ops.outbox
WHERE outbox_id = :outbox_id
