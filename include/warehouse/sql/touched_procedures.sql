-- Grain: agency of a changed procedure, in the month of the catalogue, when records of that month are already measured.

INSERT INTO ops.touched (month, agency_code)
SELECT DISTINCT
    :month AS month,
    agency_code
FROM core.procedure_agency
WHERE
    procedure_code = ANY(CAST(:codes AS text []))
    AND EXISTS (SELECT FROM core.dossier_cube WHERE month = :month)
