-- Grain: agency × agency above it, or itself × stretch of days on which it stood there, by the history of the parents:
-- own records of the agency count for the one above in months that end in [since, until). agency_ancestor says the same
-- of the newest parents alone. Written with it when a catalogue of agencies is loaded.
CREATE TABLE core.agency_stood (
    agency_code text NOT NULL,
    ancestor_code text NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    PRIMARY KEY (ancestor_code, agency_code, since)
);
CREATE INDEX agency_stood_of ON core.agency_stood (agency_code);

INSERT INTO core.agency_stood (agency_code, ancestor_code, since, until)
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
