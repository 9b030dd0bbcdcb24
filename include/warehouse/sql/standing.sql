-- Grain: row of a cube, with its place in it.

SELECT
    *,
    ctid AS place
FROM {cube}
