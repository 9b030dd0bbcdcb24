-- Closes an alert by hand; gives its number. Writer: include/alerts/keep.py.
UPDATE ops.alert SET state = 'closed', closed_at = :now, note = COALESCE(NULLIF(:note, ''), note)
WHERE alert_id = :alert_id AND state <> 'closed'
RETURNING alert_id
