-- A finding that is new. Writer: include/alerts/watchdog/keep.py.
INSERT INTO ops.finding (rule, subject, batch, since, number, cause, found_at, seen_at)
VALUES (:rule, :subject, :batch, :since, :number, :cause, :now, :now)
