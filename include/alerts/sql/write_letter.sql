-- One letter into the outbox, or no row back where it is there already. Writer: include/alerts/record.py.
INSERT INTO ops.outbox (
    letter_key, kind, period, recipient_name, recipient_email, language, subject, body_text, body_html, written_at,
    next_attempt_at
)
VALUES (
    :letter_key, :kind, :period, :recipient_name, :recipient_email, :language, :subject, :body_text, :body_html, :now,
    :now
)
ON CONFLICT (letter_key) DO NOTHING
RETURNING outbox_id
