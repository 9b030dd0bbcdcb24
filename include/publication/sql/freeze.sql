-- Writes: a vintage with its figures and scores as they stand live. Gives its number and when it was frozen.
WITH
value AS (
    SELECT ROW(agency_code, indicator, numerator, denominator, rate, points, state, formula_version)::text AS line
    FROM core.indicator
    WHERE period = :period
    UNION ALL
    SELECT ROW(agency_code, framework, group_code, points, max_points, state)::text
    FROM core.index_score
    WHERE period = :period
)

INSERT INTO publication.vintage (
    period, vintage, since, until, published_at, published_by, data_as_of, inputs_sha256, values_sha256, formulas,
    weights, frozen_at
)
SELECT
    :period,
    :now_vintage,
    :since_on,
    :until_on,
    :published_at,
    :published_by,
    :data_as_of,
    :inputs_sha256,
    ENCODE(SHA256(CONVERT_TO(STRING_AGG(line, E'\n' ORDER BY line COLLATE "C"), 'UTF8')), 'hex'),
    CAST(:formulas AS jsonb),
    CAST(:weights AS jsonb),
    CLOCK_TIMESTAMP()
FROM value
RETURNING number, frozen_at
