-- A letter to a unit whose workbook was refused.
ALTER TABLE ops.outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE ops.outbox ADD CONSTRAINT outbox_kind_check
CHECK (kind IN ('alert', 'recovery', 'correction', 'escalation', 'returned', 'notice'));
