-- Grain: agency: its newest alert of the rule that is not closed. Reader: include/alerts/facts.py.
SELECT DISTINCT ON (agency_code)
    agency_code,
    period,
    state,
    recover_at,
    recovered_period
FROM ops.alert
WHERE rule = :rule AND state <> 'closed'
ORDER BY agency_code, period DESC
