-- Grain: the newest vintage of a period, if it was ever published. Reader: the page for officials and analysts.
SELECT
    vintage,
    published_at,
    published_by,
    data_as_of
FROM mart.vintage
WHERE
    period = :period
    AND is_newest;
