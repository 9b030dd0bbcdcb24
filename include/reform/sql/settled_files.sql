-- The hashes of the files that need not be looked at again: loaded, or refused by what holds still. Reader: reform/keeping.py.
SELECT file_hash
FROM ops.unit_report_file
WHERE outcome <> 'refused' OR judged_as = :judged_as
