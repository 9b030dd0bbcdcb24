-- Writes the figures that differ from those that stand, and leaves the others alone.
INSERT INTO core.indicator AS old (
    period, agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version, data_as_of
)
SELECT
    fresh.period,
    fresh.agency_code,
    fresh.indicator,
    fresh.numerator,
    fresh.denominator,
    fresh.rate,
    component_score.points,
    fresh.state,
    component_score.framework,
    fresh.version,
    fresh.data_as_of
FROM fresh
LEFT JOIN component_score
    ON
        component_score.period = fresh.period
        AND component_score.agency_code = fresh.agency_code
        AND component_score.input = fresh.indicator
        AND component_score.is_shown
ON CONFLICT (period, agency_code, indicator) DO UPDATE SET
    numerator = EXCLUDED.numerator,
    denominator = EXCLUDED.denominator,
    rate = EXCLUDED.rate,
    points = EXCLUDED.points,
    state = EXCLUDED.state,
    framework = EXCLUDED.framework,
    formula_version = EXCLUDED.formula_version,
    data_as_of = EXCLUDED.data_as_of
WHERE
    (
        old.numerator, old.denominator, old.rate, old.points, old.state, old.framework, old.formula_version,
        old.data_as_of
    )
    IS DISTINCT FROM (
        EXCLUDED.numerator, EXCLUDED.denominator, EXCLUDED.rate, EXCLUDED.points, EXCLUDED.state, EXCLUDED.framework,
        EXCLUDED.formula_version, EXCLUDED.data_as_of
    )
