-- Whose records are missing in a figure that is incomplete or of which there is none: members that stood there in the
-- period, and of which a feed does not cover it.
CREATE TEMP TABLE missing ON COMMIT DROP AS
WITH lacking AS (
    SELECT DISTINCT
        fresh.slot,
        formula.source
    FROM fresh
    INNER JOIN formula ON formula.formula_no = fresh.formula_no
    WHERE
        fresh.state = 'incomplete'
        OR (fresh.state = 'no_data' AND formula.source IN (SELECT source FROM source_feed WHERE NOT is_stock))
),

asked AS (
    SELECT
        kept.slot,
        kept.place,
        kept.span,
        lacking.source,
        kept.span * TSTZRANGE(NULL, standing.data_as_of) AS known_span
    FROM lacking
    INNER JOIN kept ON kept.slot = lacking.slot AND NOT kept.is_today
    INNER JOIN standing ON standing.slot = lacking.slot AND standing.source = lacking.source
)

SELECT DISTINCT
    asked.slot,
    tree.agency_code AS missing_agency_code,
    source_feed.feed
FROM asked
INNER JOIN tree ON tree.place = asked.place AND tree.held && asked.span
INNER JOIN source_feed ON source_feed.source = asked.source
LEFT JOIN known_feed ON known_feed.agency_code = tree.agency_code AND known_feed.feed = source_feed.feed
WHERE
    known_feed.covered IS NULL
    OR NOT known_feed.covered && asked.span
    OR NOT known_feed.covered @> (TSTZMULTIRANGE(asked.known_span) * tree.held);
ANALYZE missing;
