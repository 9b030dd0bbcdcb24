-- Grain: period that any agency has figures for. Reader: the page, to choose from.
-- Steps from one period to the next along the key, rather than reading every figure.
WITH RECURSIVE step AS (
    SELECT min(period) AS period
    FROM mart.indicator

    UNION ALL

    SELECT (
        SELECT min(indicator.period)
        FROM mart.indicator
        WHERE indicator.period > step.period
    ) AS period
    FROM step
    WHERE step.period IS NOT NULL
)

SELECT period
FROM step
WHERE period IS NOT NULL;
