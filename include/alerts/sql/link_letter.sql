-- That a letter tells a recipient of an alert: once a kind. Writer: include/alerts/record.py.
INSERT INTO ops.outbox_alert (alert_id, kind, recipient_email, outbox_id)
VALUES (:alert_id, :kind, :recipient_email, :outbox_id)
