-- A finding that is over, and of which that has been :told. Writer: include/alerts/watchdog/keep.py.
UPDATE ops.finding SET
    ended_at = COALESCE(ended_at, CAST(:now AS timestamptz)),
    over_told_at = CASE WHEN :told THEN CAST(:now AS timestamptz) END
WHERE finding_id = :finding_id
