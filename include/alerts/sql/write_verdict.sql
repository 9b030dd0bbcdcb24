-- One verdict of a closed month; one without an answer is replaced when one comes. Writer: include/alerts/record.py.
INSERT INTO ops.verdict (rule, agency_code, period, outcome, cause, numerator, denominator, judged_at)
VALUES (:rule, :agency_code, :period, :outcome, :cause, :numerator, :denominator, :now)
ON CONFLICT (rule, agency_code, period) DO UPDATE SET
    outcome = EXCLUDED.outcome,
    cause = EXCLUDED.cause,
    numerator = EXCLUDED.numerator,
    denominator = EXCLUDED.denominator,
    judged_at = EXCLUDED.judged_at,
    noticed_at = NULL
WHERE verdict.outcome IN ('no_verdict', 'not_applicable', 'too_few')
