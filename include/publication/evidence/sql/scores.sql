-- Grain: framework × group of the agency and period, as the vintage shows it.
SELECT framework, group_code, points, max_points, state
FROM publication.index_score
WHERE period = :period AND agency_code = :agency_code AND vintage = :shown_vintage
UNION ALL
SELECT framework, group_code, points, max_points, state
FROM core.index_score
WHERE period = :period AND agency_code = :agency_code AND :shown_vintage = 0
ORDER BY framework, group_code
