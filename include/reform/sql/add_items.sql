-- The rows of the sheets. Writer: reform/keeping.py.
INSERT INTO core.unit_report_item (agency_code, month, version, sheet, row_number, item)
SELECT :agency_code, :month, :version, given.sheet, given.row_number, given.item
FROM JSONB_TO_RECORDSET(CAST(:rows AS jsonb)) AS given (sheet text, row_number integer, item jsonb)
