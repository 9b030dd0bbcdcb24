-- The submissions of an agency's month, and what each says. Grain: submission. Reader: reform/keeping.py.
SELECT version, content_hash
FROM core.unit_report
WHERE agency_code = :agency_code AND month = :month
