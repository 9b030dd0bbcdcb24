-- Grain: agency × report × name, of one period: a metric with its numerator and denominator, or a figure (in numerator).
SELECT
    agency_code,
    report,
    metric AS name,
    numerator,
    denominator,
    quality
FROM mart.published_metric
WHERE period = :period
UNION ALL
SELECT
    agency_code,
    report,
    figure,
    value,
    NULL,
    NULL
FROM mart.published_figure
WHERE period = :period
