-- Notes what became of a file; a file that was loaded once stays so. Writer: reform/keeping.py.
INSERT INTO ops.unit_report_file AS old (
    file_hash, file_name, outcome, judged_as, agency_code, month, version, fault_count, said, looked_at
)
VALUES (
    :file_hash, :file_name, :outcome, :judged_as, :agency_code, :month, :version, :fault_count, :said, :now
)
ON CONFLICT (file_hash) DO UPDATE SET
    file_name = EXCLUDED.file_name,
    outcome = EXCLUDED.outcome,
    judged_as = EXCLUDED.judged_as,
    agency_code = EXCLUDED.agency_code,
    month = EXCLUDED.month,
    version = EXCLUDED.version,
    fault_count = EXCLUDED.fault_count,
    said = EXCLUDED.said,
    looked_at = EXCLUDED.looked_at
WHERE old.outcome = 'refused' AND (old.outcome, old.judged_as) IS DISTINCT FROM (EXCLUDED.outcome, EXCLUDED.judged_as)
