-- Grain: one row: the newest name of the agency :agency_code.
SELECT agency_name
FROM core.agency
WHERE agency_code = :agency_code
ORDER BY valid_from DESC
LIMIT 1
