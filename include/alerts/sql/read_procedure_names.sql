-- Grain: procedure of :procedure_codes: the name of its newest version. Reader: include/alerts/facts.py.
SELECT DISTINCT ON (procedure_code)
    procedure_code,
    procedure_name
FROM core.procedure
WHERE procedure_code = ANY(:procedure_codes)
ORDER BY procedure_code, valid_from DESC
