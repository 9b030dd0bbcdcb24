-- Grain: dossier that a payment of the batch is for, or was for. Readers: the fold_*.sql files.

SELECT
    dossier.*,
    TRUE AS was_there
FROM paid_for
INNER JOIN core.dossier AS dossier
    ON paid_for.dossier_code = dossier.dossier_code AND paid_for.code_month = dossier.code_month
WHERE dossier.code_month = ANY(CAST(:months AS date []))
