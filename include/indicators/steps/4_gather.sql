-- What the counts need: which months of which agencies, and how much is known of each agency.
ANALYZE wanted;

-- Months of agencies whose own rows count for something that is wanted.
CREATE TEMP TABLE cell ON COMMIT DROP AS
SELECT DISTINCT
    month.since AS month,
    month.year,
    month.last_bit AS month_bit,
    tree.agency_code
FROM wanted
INNER JOIN core.agency_ancestor AS tree ON tree.ancestor_code = wanted.agency_code
INNER JOIN period AS month
    ON month.since >= wanted.since AND month.until <= wanted.until AND month.month_bits = month.last_bit;
ANALYZE cell;

-- Of each agency itself, by source: what every feed of the source covers, whichever root agency it was pulled by.
CREATE TEMP TABLE known_own ON COMMIT DROP AS
WITH by_feed AS (
    SELECT
        tree.agency_code,
        known_root.feed,
        RANGE_AGG(known_root.covered) AS covered,
        MAX(known_root.complete_until) AS complete_until
    FROM known_root
    INNER JOIN core.agency_ancestor AS tree ON tree.ancestor_code = known_root.root_agency
    GROUP BY tree.agency_code, known_root.feed
)
SELECT
    by_feed.agency_code,
    source_feed.source,
    RANGE_INTERSECT_AGG(by_feed.covered) AS covered,
    MIN(by_feed.complete_until) AS data_as_of,
    (MIN(by_feed.complete_until) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS late_before
FROM by_feed
INNER JOIN source_feed ON source_feed.feed = by_feed.feed
GROUP BY by_feed.agency_code, source_feed.source
HAVING COUNT(*) = (SELECT COUNT(*) FROM source_feed AS needed WHERE needed.source = source_feed.source);
ANALYZE known_own;

-- The same with all below: covered where everybody is, touching where anybody is, as old as the oldest.
CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT
    tree.ancestor_code AS agency_code,
    source.source,
    RANGE_INTERSECT_AGG(COALESCE(known_own.covered, '{}')) AS covered,
    RANGE_AGG(COALESCE(known_own.covered, '{}')) AS touching,
    MIN(known_own.data_as_of) AS data_as_of
FROM core.agency_ancestor AS tree
CROSS JOIN (SELECT DISTINCT source FROM source_feed) AS source
LEFT JOIN known_own ON known_own.agency_code = tree.agency_code AND known_own.source = source.source
GROUP BY tree.ancestor_code, source.source;
ANALYZE known;

CREATE TEMP TABLE counted (
    period text NOT NULL,
    agency_code text NOT NULL,
    indicator text NOT NULL,
    version text NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL
) ON COMMIT DROP;
