-- Acknowledges an open alert; gives its number. Writer: include/alerts/keep.py.
UPDATE ops.alert SET state = 'acknowledged', acknowledged_by = :by, acknowledged_at = :now, note = :note
WHERE alert_id = :alert_id AND state = 'open'
RETURNING alert_id
