-- Grain: agency: the name and level of its newest version. Reader: include/alerts/facts.py.
SELECT DISTINCT ON (agency_code)
    agency_code,
    agency_name,
    level
FROM core.agency
ORDER BY agency_code, valid_from DESC
