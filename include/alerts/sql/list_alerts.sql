-- Grain: alert that is not closed. Reader: include/alerts/keep.py.
SELECT
    alert_id,
    rule,
    agency_code,
    period,
    state,
    numerator::numeric / denominator AS rate,
    found_at,
    acknowledged_by,
    note
FROM ops.alert
WHERE state <> 'closed'
ORDER BY period DESC, agency_code, rule
