-- Keeps of what is wanted the share of this session: {share} of {shares}, counted from 0. What stands below one root
-- agency is of one share: it is looked at together. What stands below none that is known is of the first.
CREATE TEMP TABLE root_share ON COMMIT DROP AS
SELECT
    root_agency,
    (SUM(place_count) OVER (ORDER BY root_agency) - place_count) * {shares} / SUM(place_count) OVER () >= {share}
    AND (SUM(place_count) OVER (ORDER BY root_agency) - place_count) * {shares} / SUM(place_count) OVER () < {share} + 1
        AS is_ours
FROM (
    SELECT
        SPLIT_PART(agency_code, '.', 1) AS root_agency,
        COUNT(*) AS place_count
    FROM place
    GROUP BY SPLIT_PART(agency_code, '.', 1)
) AS sized;

CREATE TEMP TABLE foreign_place ON COMMIT DROP AS
SELECT place.place
FROM place
INNER JOIN root_share ON root_share.root_agency = SPLIT_PART(place.agency_code, '.', 1)
WHERE NOT root_share.is_ours;

DELETE FROM wanted WHERE place IN (SELECT place FROM foreign_place);
DELETE FROM related WHERE place IN (SELECT place FROM foreign_place);
