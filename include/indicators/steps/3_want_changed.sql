-- Wanted: periods and agencies whose figures may differ from those that stand. A record changes the periods around its
-- month, of its agency and of all above it; newer data change the periods that reach into the stretch that is new.
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT DISTINCT period.*, tree.ancestor_code AS agency_code
FROM touched
INNER JOIN core.agency_ancestor AS tree ON tree.agency_code = touched.agency_code
INNER JOIN period ON touched.month >= period.since AND touched.month < period.until
UNION
SELECT DISTINCT period.*, related.agency_code
FROM moved
INNER JOIN related ON related.root_agency = moved.root_agency
INNER JOIN period ON period.span && moved.stretch
