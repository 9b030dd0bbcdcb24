-- Tells the measure that figures of this agency and month may differ now. Writer: reform/keeping.py.
INSERT INTO ops.touched (month, agency_code)
VALUES (:month, :agency_code)
ON CONFLICT DO NOTHING
