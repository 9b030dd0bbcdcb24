-- Grain: alert, the newest two hundred. Reader: the page of alerts and letters.
SELECT
    alert.alert_id,
    alert.agency_code,
    coalesce(agency.agency_name, alert.agency_code) AS agency_name,
    alert.period,
    alert.judged_since,
    (alert.judged_until - 1) AS judged_through,
    alert.indicator,
    alert.severity,
    alert.reasons,
    alert.numerator,
    alert.denominator,
    alert.before_numerator,
    alert.before_denominator,
    alert.state,
    alert.acknowledged_by,
    alert.acknowledged_at,
    alert.note,
    alert.found_at
FROM ops.alert
LEFT JOIN mart.agency
    ON
        alert.agency_code = agency.agency_code
        AND agency.is_newest
ORDER BY alert.found_at DESC, alert.alert_id DESC
LIMIT 200;
