INSERT INTO publication.index_score (period, vintage, agency_code, framework, group_code, points, max_points, state)
SELECT
    period,
    :now_vintage,
    agency_code,
    framework,
    group_code,
    points,
    max_points,
    state
FROM core.index_score
WHERE period = :period
