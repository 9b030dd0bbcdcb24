-- What the cover says of each sheet. Writer: reform/keeping.py.
INSERT INTO core.unit_report_sheet (agency_code, month, version, sheet, answer, item_count)
SELECT :agency_code, :month, :version, given.sheet, given.answer, given.item_count
FROM JSONB_TO_RECORDSET(CAST(:rows AS jsonb)) AS given (sheet text, answer text, item_count integer)
