-- Grain: row of a cube that is not among the counted ones, or counted row that does not stand in the cube.

CREATE TEMP TABLE differing ON COMMIT DROP AS
SELECT *
FROM (SELECT *, TRUE AS is_counted FROM {counted}) AS counted
NATURAL FULL JOIN ({standing}) AS standing
WHERE is_counted IS NULL OR place IS NULL
