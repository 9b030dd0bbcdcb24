-- Grain: vintage of a period, oldest first.
SELECT
    vintage,
    number,
    published_at,
    published_by,
    data_as_of,
    inputs_sha256,
    values_sha256,
    formulas,
    weights,
    frozen_at
FROM publication.vintage
WHERE period = :period
ORDER BY vintage
