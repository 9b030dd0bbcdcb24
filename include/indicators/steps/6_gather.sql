-- What the counts need: which months of which agencies, and how much is known of each agency.
ANALYZE wanted;
ANALYZE period;
ANALYZE formula;
ANALYZE weight;

-- Months of agencies whose own rows count for something that is wanted; who wants a period wants its year too.
CREATE TEMP TABLE cell ON COMMIT DROP AS
SELECT
    month.since AS month,
    month.until - 1 AS last_day,
    month.year,
    month.last_bit AS month_bit,
    member.agency_code
FROM (
    SELECT DISTINCT
        wanted.year,
        tree.agency_code
    FROM wanted
    INNER JOIN tree ON tree.place = wanted.place
) AS member
INNER JOIN period AS month ON month.year = member.year AND month.month_bits = month.last_bit;
ANALYZE cell;

-- Places of which it must be known how much is known, with their members.
CREATE TEMP TABLE asked_tree ON COMMIT DROP AS
SELECT tree.*
FROM tree
WHERE tree.place IN (SELECT place FROM wanted UNION SELECT place FROM related);
ANALYZE asked_tree;

-- Of each agency itself, by feed: whichever root agency it was pulled by, while it stood below that.
CREATE TEMP TABLE known_feed ON COMMIT DROP AS
SELECT
    tree.agency_code,
    known_root.feed,
    RANGE_AGG(known_root.covered * TSTZMULTIRANGE(TSTZRANGE(
        tree.since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh', tree.until::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    ))) AS covered,
    MAX(known_root.complete_until) AS complete_until
FROM known_root
INNER JOIN place ON place.agency_code = known_root.root_agency AND NOT place.is_today
INNER JOIN tree ON tree.place = place.place
WHERE tree.agency_code IN (SELECT agency_code FROM asked_tree)
GROUP BY tree.agency_code, known_root.feed;
ANALYZE known_feed;

-- The same by source: what every feed of it covers.
CREATE TEMP TABLE known_own ON COMMIT DROP AS
SELECT
    known_feed.agency_code,
    source_feed.source,
    RANGE_INTERSECT_AGG(known_feed.covered) AS covered,
    MIN(known_feed.complete_until) AS data_as_of,
    (MIN(known_feed.complete_until) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS late_before
FROM known_feed
INNER JOIN source_feed ON source_feed.feed = known_feed.feed
GROUP BY known_feed.agency_code, source_feed.source
HAVING COUNT(*) = (SELECT COUNT(*) FROM source_feed AS needed WHERE needed.source = source_feed.source);
ANALYZE known_own;

-- Of a place, with all its members: covered where each of them is that then stood there, touching where any is, as old
-- as the oldest that has not ended.
CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT
    asked_tree.place,
    source.source,
    RANGE_INTERSECT_AGG(
        CASE WHEN asked_tree.is_divided THEN '{}' ELSE COALESCE(known_own.covered, '{}') END
        + (TSTZMULTIRANGE(TSTZRANGE(NULL, NULL)) - asked_tree.held)
    ) AS covered,
    RANGE_AGG(CASE WHEN asked_tree.is_divided THEN '{}' ELSE known_own.covered END * asked_tree.held) AS touching,
    RANGE_AGG(known_own.covered * asked_tree.held) AS touching_any,
    COALESCE(
        MIN(known_own.data_as_of) FILTER (WHERE known_own.data_as_of < UPPER(asked_tree.held)),
        MAX(known_own.data_as_of)
    ) AS data_as_of
FROM asked_tree
CROSS JOIN (SELECT DISTINCT source FROM known_own) AS source
LEFT JOIN known_own ON known_own.agency_code = asked_tree.agency_code AND known_own.source = source.source
GROUP BY asked_tree.place, source.source;
ANALYZE known;

CREATE TEMP TABLE counted (
    slot int NOT NULL,
    formula_no int NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL
) ON COMMIT DROP;
