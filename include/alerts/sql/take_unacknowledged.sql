-- Grain: open alert of the rule found before :before, with the first letter that told of it; each is given out once.
-- Reader: include/alerts/escalate.py.
WITH due AS (
    UPDATE ops.alert SET escalated_at = :now
    WHERE rule = :rule AND state = 'open' AND escalated_at IS NULL AND found_at <= :before
    RETURNING alert_id, rule, agency_code, period, vintage
)
SELECT
    due.alert_id,
    due.rule,
    due.agency_code,
    due.period,
    due.vintage,
    MIN(told.outbox_id) AS outbox_id
FROM due
INNER JOIN ops.outbox_alert AS told ON told.alert_id = due.alert_id AND told.kind = 'alert'
GROUP BY due.alert_id, due.rule, due.agency_code, due.period, due.vintage
ORDER BY outbox_id, due.alert_id
