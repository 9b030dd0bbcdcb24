-- Wanted: every period of every agency.
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT period.*, agency.ancestor_code AS agency_code
FROM period
CROSS JOIN (SELECT DISTINCT ancestor_code FROM core.agency_ancestor) AS agency
