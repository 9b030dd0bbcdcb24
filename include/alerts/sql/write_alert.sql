-- One alert, or no row back where it is on record already. Writer: include/alerts/record.py.
INSERT INTO ops.alert (
    rule, agency_code, period, vintage, indicator, severity, reasons, judged_since, judged_until, numerator, denominator,
    before_numerator, before_denominator, chance, recover_at, framework, formula_version, state, found_at, closed_at
)
VALUES (
    :rule, :agency_code, :period, :vintage, :indicator, :severity, :reasons, :judged_since, :judged_until, :numerator,
    :denominator, :before_numerator, :before_denominator, :chance, :recover_at, :framework, :formula_version, :state,
    :now, CASE WHEN :state = 'closed' THEN CAST(:now AS timestamptz) END
)
ON CONFLICT (rule, agency_code, period, vintage) DO NOTHING
RETURNING alert_id
