-- Places: every agency by the tree of the time, and today's agencies whose perimeter is another today. The months that
-- count for a place, and of whose records it knows only when they are there: those of a member that has not ended.
CREATE TEMP TABLE differing ON COMMIT DROP AS
WITH of_the_time AS (
    SELECT
        stood.agency_code,
        stood.ancestor_code,
        stood.since,
        LEAST(stood.until, ended.until) AS until
    FROM stood
    LEFT JOIN ended ON ended.agency_code = stood.agency_code
),

compared AS (
    SELECT
        agency_code,
        ancestor_code,
        COALESCE(RANGE_AGG(DATERANGE(since, until)) FILTER (WHERE NOT is_today), '{}') AS stood,
        COALESCE(RANGE_AGG(DATERANGE(since, until)) FILTER (WHERE is_today), '{}') AS stands
    FROM (
        SELECT agency_code, ancestor_code, since, until, FALSE AS is_today FROM of_the_time WHERE since < until
        UNION ALL
        SELECT agency_code, ancestor_code, since, until, TRUE FROM stands WHERE NOT is_divided
    ) AS both_trees
    GROUP BY agency_code, ancestor_code
),

changed AS (
    SELECT
        ancestor_code,
        UPPER((stood - stands) + (stands - stood)) AS until
    FROM compared
    WHERE stood <> stands
    UNION ALL
    SELECT
        ancestor_code,
        until
    FROM stands
    WHERE is_divided
)

SELECT
    ancestor_code AS agency_code,
    MAX(until) AS until
FROM changed
WHERE ancestor_code NOT IN (SELECT agency_code FROM ended)
GROUP BY ancestor_code;

CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT
    ROW_NUMBER() OVER ()::int AS place,
    found.agency_code,
    found.is_today,
    found.differs_until,
    COALESCE(ended.ended_on, 'infinity') AS ended_on
FROM (
    SELECT DISTINCT
        agency_code,
        FALSE AS is_today,
        'infinity'::date AS differs_until
    FROM lineage
    UNION ALL
    SELECT
        agency_code,
        TRUE,
        until
    FROM differing
) AS found
LEFT JOIN ended ON ended.agency_code = found.agency_code;

CREATE TEMP TABLE tree ON COMMIT DROP AS
SELECT
    stood.agency_code,
    place.place,
    stood.since,
    stood.until,
    LEAST(stood.until, ended.until) AS needed_until,
    FALSE AS is_divided
FROM stood
INNER JOIN place ON place.agency_code = stood.ancestor_code AND NOT place.is_today
LEFT JOIN ended ON ended.agency_code = stood.agency_code
UNION ALL
SELECT
    stands.agency_code,
    place.place,
    stands.since,
    stands.until,
    stands.until,
    stands.is_divided
FROM stands
INNER JOIN place ON place.agency_code = stands.ancestor_code AND place.is_today;
ALTER TABLE tree ADD held tstzmultirange GENERATED ALWAYS AS (
    TSTZMULTIRANGE(TSTZRANGE(
        since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh',
        GREATEST(since, needed_until)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    ))
) STORED;
ANALYZE place;
ANALYZE tree;

-- Every place that stands above or below a root agency, or is it, at any time.
CREATE TEMP TABLE related ON COMMIT DROP AS
SELECT DISTINCT
    root.agency_code AS root_agency,
    below.place
FROM place AS root
INNER JOIN tree AS pulled ON pulled.place = root.place
INNER JOIN tree AS below ON below.agency_code = pulled.agency_code
WHERE NOT root.is_today AND root.agency_code IN (SELECT root_agency FROM moved);
