-- Grain: dossier that a batch of dossiers adds or replaces. Readers: the fold_*.sql files.

SELECT
    dossier.*,
    fresh.was_there
FROM fresh
INNER JOIN core.dossier AS dossier
    ON fresh.dossier_code = dossier.dossier_code AND fresh.code_month = dossier.code_month
WHERE dossier.code_month = ANY(CAST(:months AS date []))
