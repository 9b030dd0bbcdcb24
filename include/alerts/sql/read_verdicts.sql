-- Grain: agency × month that the rule has judged, from :since on. Reader: include/alerts/facts.py.
SELECT
    agency_code,
    period,
    outcome,
    numerator,
    denominator
FROM ops.verdict
WHERE rule = :rule AND period >= :since
