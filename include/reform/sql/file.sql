-- What became of a file when it was looked at last. Grain: one row or none. Reader: reform/keeping.py.
SELECT outcome, said
FROM ops.unit_report_file
WHERE file_hash = :file_hash
