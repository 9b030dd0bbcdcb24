-- Grain: vintage of the period, up to the one shown.
SELECT vintage, published_at, published_by, data_as_of, inputs_sha256, values_sha256
FROM publication.vintage
WHERE period = :period AND vintage <= :shown_vintage
ORDER BY vintage
