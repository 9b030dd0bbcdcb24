-- The same over the agencies of today: predecessors count for their successors, and units below today's parents. What
-- went on in several agencies cannot be told apart: it is divided, unless they stand below the same one.
CREATE TEMP TABLE heir ON COMMIT DROP AS
WITH followed AS (
    SELECT
        succession.predecessor_code AS agency_code,
        succession.successor_code AS heir_code,
        MAX(succession.effective_on) OVER (PARTITION BY succession.predecessor_code) AS until
    FROM core.agency_succession AS succession
    INNER JOIN today ON succession.effective_on <= today.day
    WHERE succession.successor_code IN (SELECT agency_code FROM lineage)
)

SELECT agency_code, heir_code, until FROM followed
UNION
SELECT
    agency_code,
    agency_code,
    until
FROM followed
WHERE
    agency_code IN (SELECT agency_code FROM lineage)
    AND agency_code NOT IN (SELECT agency_code FROM ended);

ANALYZE heir;

-- Where an agency went: on to its heirs and to theirs, as far as there are any.
CREATE TEMP TABLE leaf ON COMMIT DROP AS
WITH RECURSIVE member AS (
    SELECT agency_code FROM lineage
    UNION
    SELECT agency_code FROM heir
),

walk AS (
    SELECT
        agency_code,
        agency_code AS leaf_code,
        0 AS distance
    FROM member
    UNION
    SELECT
        walk.agency_code,
        heir.heir_code,
        walk.distance + 1
    FROM walk
    INNER JOIN heir ON heir.agency_code = walk.leaf_code AND heir.heir_code <> walk.leaf_code
    WHERE walk.distance < 10
),

reached AS (
    SELECT DISTINCT
        walk.agency_code,
        walk.leaf_code
    FROM walk
    WHERE
        NOT EXISTS (SELECT FROM heir WHERE heir.agency_code = walk.leaf_code)
        OR EXISTS (SELECT FROM heir WHERE heir.agency_code = walk.leaf_code AND heir.heir_code = walk.leaf_code)
)

SELECT
    agency_code,
    leaf_code,
    COUNT(*) OVER (PARTITION BY agency_code) AS leaf_count
FROM reached;
ANALYZE leaf;

CREATE TEMP TABLE parent ON COMMIT DROP AS
SELECT
    here.agency_code,
    leaf.leaf_code AS parent_code,
    leaf.leaf_count
FROM lineage AS here
CROSS JOIN today
INNER JOIN leaf ON leaf.agency_code = here.parent_code
WHERE here.since <= today.day AND here.until > today.day;
ANALYZE parent;

-- One that goes on beside its heirs has its own records to itself from then on.
CREATE TEMP TABLE stands ON COMMIT DROP AS
WITH RECURSIVE start AS (
    SELECT
        leaf.agency_code,
        leaf.leaf_code,
        '-infinity'::date AS since,
        CASE WHEN ended.agency_code IS NULL THEN COALESCE(own.until, 'infinity') ELSE ended.until END AS until,
        leaf.leaf_count
    FROM leaf
    LEFT JOIN ended ON ended.agency_code = leaf.agency_code
    LEFT JOIN (SELECT DISTINCT agency_code, until FROM heir) AS own ON own.agency_code = leaf.agency_code
    UNION ALL
    SELECT
        agency_code,
        agency_code,
        until,
        'infinity',
        1
    FROM heir
    WHERE agency_code = heir_code
),

climb AS (
    SELECT
        start.*,
        start.leaf_code AS ancestor_code,
        TRUE AS is_certain,
        0 AS distance
    FROM start
    UNION
    SELECT
        climb.agency_code,
        climb.leaf_code,
        climb.since,
        climb.until,
        climb.leaf_count,
        parent.parent_code,
        climb.is_certain AND parent.leaf_count = 1,
        climb.distance + 1
    FROM climb
    INNER JOIN parent ON parent.agency_code = climb.ancestor_code
    WHERE climb.distance < 10
)

SELECT
    climb.agency_code,
    climb.ancestor_code,
    climb.since,
    climb.until,
    COUNT(DISTINCT climb.leaf_code) FILTER (WHERE climb.is_certain) < climb.leaf_count AS is_divided
FROM climb
WHERE climb.since < climb.until AND climb.ancestor_code NOT IN (SELECT agency_code FROM ended)
GROUP BY climb.agency_code, climb.ancestor_code, climb.since, climb.until, climb.leaf_count;
