-- One picture or attachment of a letter. Writer: include/alerts/record.py.
INSERT INTO ops.outbox_part (outbox_id, position, disposition, content_type, name, content)
VALUES (:outbox_id, :position, :disposition, :content_type, :name, :content)
