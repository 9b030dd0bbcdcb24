-- Grain: group of the index framework, TOTAL last, for one department and period. Reader: the end of `make run`.

SELECT
    group_code,
    points,
    max_points,
    state
FROM mart.index
WHERE period = :period AND agency_code = :agency_code AND framework = :framework
ORDER BY group_code = 'TOTAL', group_code;
