-- Grain: agency × one of its ancestors, itself first, the nearest first. Reader: include/alerts/facts.py.
SELECT
    agency_code,
    ancestor_code
FROM core.agency_ancestor
ORDER BY agency_code, distance
