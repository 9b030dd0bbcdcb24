-- The verdict about a restated month by the vintage that was published since. Writer: include/alerts/record.py.
UPDATE ops.verdict SET
    outcome = :outcome,
    cause = :cause,
    numerator = :numerator,
    denominator = :denominator,
    judged_at = :now,
    vintage = :vintage,
    restated_at = NULL,
    noticed_at = NULL
WHERE rule = :rule AND agency_code = :agency_code AND period = :period
