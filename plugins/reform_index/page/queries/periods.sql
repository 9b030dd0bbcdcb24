-- Grain: period that any agency has figures for. Reader: the page, to choose from.
SELECT period
FROM mart.period;
