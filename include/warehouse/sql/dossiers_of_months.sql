-- Grain: every dossier of some months. Readers: the fold_*.sql files.

SELECT
    dossier.*,
    FALSE AS was_there
FROM core.dossier AS dossier
WHERE dossier.code_month = ANY(CAST(:months AS date []))
