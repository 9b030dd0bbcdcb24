-- Grain: changed agency, in the month of the catalogue, when records of that month are already measured.

INSERT INTO ops.touched (month, agency_code)
SELECT
    :month AS month,
    agency_code
FROM unnest(CAST(:codes AS text [])) AS changed (agency_code)
WHERE EXISTS (SELECT FROM core.dossier_cube WHERE month = :month)
