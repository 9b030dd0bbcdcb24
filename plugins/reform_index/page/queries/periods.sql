-- Grain: period that any agency has figures for. Reader: the page, to choose from.
SELECT DISTINCT period
FROM mart.indicator
ORDER BY period;
