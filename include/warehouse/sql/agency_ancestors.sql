-- Grain: agency × agency above it. Climbs by each agency's newest parent, as far as parents are known agencies.
-- No chain is longer than ten steps: a ring in the catalogue ends there.

CREATE TEMP TABLE ancestor_now ON COMMIT DROP AS
WITH RECURSIVE newest AS (
    SELECT DISTINCT ON (agency_code)
        agency_code,
        parent_code
    FROM core.agency
    ORDER BY agency_code ASC, valid_from DESC
),

climb AS (
    SELECT
        agency_code,
        agency_code AS ancestor_code,
        0 AS distance
    FROM newest
    UNION ALL
    SELECT
        climb.agency_code,
        parent.agency_code AS ancestor_code,
        climb.distance + 1 AS distance
    FROM climb
    INNER JOIN newest AS here ON climb.ancestor_code = here.agency_code
    INNER JOIN newest AS parent ON here.parent_code = parent.agency_code
    WHERE climb.distance < 10
)

SELECT
    agency_code,
    ancestor_code,
    min(distance)::smallint AS distance
FROM climb
GROUP BY agency_code, ancestor_code;

DELETE FROM core.agency_ancestor AS stored
WHERE NOT EXISTS (
    SELECT FROM ancestor_now AS found
    WHERE found.agency_code = stored.agency_code AND found.ancestor_code = stored.ancestor_code
);

INSERT INTO core.agency_ancestor AS stored (agency_code, ancestor_code, distance)
SELECT
    agency_code,
    ancestor_code,
    distance
FROM ancestor_now
ON CONFLICT (agency_code, ancestor_code) DO UPDATE SET distance = excluded.distance
WHERE stored.distance <> excluded.distance;
