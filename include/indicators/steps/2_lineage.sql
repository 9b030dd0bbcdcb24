-- Whose records count for whom: by the agencies of the time, from the history of their parents.
CREATE TEMP TABLE ended ON COMMIT DROP AS
SELECT
    newest.agency_code,
    newest.valid_to AS ended_on,
    (DATE_TRUNC('month', newest.valid_to - 1) + INTERVAL '1 month')::date AS until
FROM (
    SELECT DISTINCT ON (agency_code)
        agency_code,
        valid_to
    FROM core.agency
    ORDER BY agency_code ASC, valid_from DESC
) AS newest
CROSS JOIN today
WHERE newest.valid_to <= today.day;

-- What is first known of an agency is taken to have held before, and what is last known of it to hold on.
CREATE TEMP TABLE lineage ON COMMIT DROP AS
SELECT
    agency_code,
    parent_code,
    CASE WHEN ROW_NUMBER() OVER history = 1 THEN '-infinity' ELSE valid_from END AS since,
    LEAD(valid_from, 1, 'infinity') OVER history AS until
FROM core.agency
WINDOW history AS (PARTITION BY agency_code ORDER BY valid_from);
ANALYZE lineage;

-- Own records of the agency count for the ancestor in months that end in [since, until). No chain is longer than ten
-- steps: a ring in the catalogue ends there.
CREATE TEMP TABLE stood ON COMMIT DROP AS
WITH RECURSIVE climb AS (
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
