-- Grain: indicator of one agency and published period whose live figure is another one. Reader: the page for officials.
SELECT
    indicator,
    published_numerator,
    published_denominator,
    published_rate,
    live_numerator,
    live_denominator,
    live_rate
FROM mart.unpublished_change
WHERE
    agency_code = :agency_code
    AND period = :period
ORDER BY indicator;
