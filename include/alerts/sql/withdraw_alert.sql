-- Closes the alerts about a month that a vintage has made none; gives the number of the newest.
-- Writer: include/alerts/record.py.
WITH withdrawn AS (
    UPDATE ops.alert SET state = 'closed', closed_at = COALESCE(closed_at, CAST(:now AS timestamptz))
    WHERE rule = :rule AND agency_code = :agency_code AND period = :period
    RETURNING alert_id
)
SELECT MAX(alert_id)
FROM withdrawn
