-- Grain: dossier that a batch of dossiers changes.

INSERT INTO affected_dossier (dossier_code, code_month, was_there)
SELECT
    dossier_code,
    code_month,
    was_there
FROM fresh
