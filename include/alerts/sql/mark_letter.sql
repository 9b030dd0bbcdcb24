-- What became of one letter that is locked. Writer: include/alerts/outbox.py.
UPDATE ops.outbox SET
    state = :state,
    message_id = :message_id,
    attempt_count = attempt_count + 1,
    last_error = :last_error,
    next_attempt_at = :next_attempt_at,
    sent_at = CASE WHEN :state = 'sent' THEN CAST(:now AS timestamptz) END
WHERE outbox_id = :outbox_id
