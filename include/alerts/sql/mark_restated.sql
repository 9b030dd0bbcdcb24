-- Marks a verdict whose month has been restated since. Writer: include/alerts/record.py.
UPDATE ops.verdict SET restated_at = :now
WHERE rule = :rule AND agency_code = :agency_code AND period = :period
