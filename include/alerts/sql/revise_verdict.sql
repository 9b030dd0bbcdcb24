-- The counts of a month that changed after its verdict, and whether the verdict would be another one now.
-- Writer: include/alerts/record.py.
UPDATE ops.verdict SET
    numerator = :numerator,
    denominator = :denominator,
    restated_at = CASE WHEN :restated THEN CAST(:now AS timestamptz) ELSE restated_at END
WHERE rule = :rule AND agency_code = :agency_code AND period = :period
