-- Who stands above whom: now, and when. No chain is longer than ten steps: a ring in the catalogue ends there.

-- Grain: agency × agency above it. Climbs by each agency's newest parent, as far as parents are known agencies.

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

-- Grain: agency × agency above it, or itself × stretch of days on which it stood there. What is first known of an agency
-- is taken to have held before, and what is last known of it to hold on.
CREATE TEMP TABLE stood_now ON COMMIT DROP AS
WITH RECURSIVE lineage AS (
    SELECT
        agency_code,
        parent_code,
        CASE WHEN ROW_NUMBER() OVER history = 1 THEN '-infinity' ELSE valid_from END AS since,
        LEAD(valid_from, 1, 'infinity') OVER history AS until
    FROM core.agency
    WINDOW history AS (PARTITION BY agency_code ORDER BY valid_from)
),

climb AS (
    SELECT DISTINCT
        agency_code,
        agency_code AS ancestor_code,
        '-infinity'::date AS since,
        'infinity'::date AS until,
        0 AS distance
    FROM lineage
    UNION ALL
    SELECT
        climb.agency_code,
        parent.agency_code,
        GREATEST(climb.since, here.since),
        LEAST(climb.until, here.until),
        climb.distance + 1
    FROM climb
    INNER JOIN lineage AS here
        ON here.agency_code = climb.ancestor_code AND here.since < climb.until AND here.until > climb.since
    INNER JOIN (SELECT DISTINCT agency_code FROM lineage) AS parent ON parent.agency_code = here.parent_code
    WHERE climb.distance < 10
),

merged AS (
    SELECT
        agency_code,
        ancestor_code,
        RANGE_AGG(DATERANGE(since, until)) AS held
    FROM climb
    GROUP BY agency_code, ancestor_code
)

SELECT
    merged.agency_code,
    merged.ancestor_code,
    LOWER(stretch) AS since,
    UPPER(stretch) AS until
FROM merged
CROSS JOIN LATERAL UNNEST(merged.held) AS stretch;

DELETE FROM core.agency_stood AS stored
WHERE NOT EXISTS (
    SELECT FROM stood_now AS found
    WHERE
        found.agency_code = stored.agency_code
        AND found.ancestor_code = stored.ancestor_code
        AND found.since = stored.since
        AND found.until = stored.until
);

INSERT INTO core.agency_stood (agency_code, ancestor_code, since, until)
SELECT
    agency_code,
    ancestor_code,
    since,
    until
FROM stood_now
ON CONFLICT DO NOTHING;
