-- Grain: agency × month that the rule has judged. Reader: include/alerts/facts.py.
SELECT
    agency_code,
    period,
    outcome,
    numerator,
    denominator,
    restated_at IS NOT NULL AS restated
FROM ops.verdict
WHERE rule = :rule
