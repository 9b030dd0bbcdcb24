-- Ends one alert (recovered or closed); gives its number. Writer: include/alerts/record.py.
UPDATE ops.alert SET
    state = :state,
    recovered_period = COALESCE(:recovered_period, recovered_period),
    recovered_at = CASE WHEN :state = 'recovered' THEN CAST(:now AS timestamptz) ELSE recovered_at END,
    closed_at = CASE WHEN :state = 'closed' THEN CAST(:now AS timestamptz) END
WHERE rule = :rule AND agency_code = :agency_code AND period = :period AND state <> 'closed'
RETURNING alert_id
