-- Grain: dossier that a payment of the batch is for, or was for before the batch. Reader: dossiers_paid_for.sql.

CREATE TEMP TABLE paid_for ON COMMIT DROP AS
SELECT
    dossier_code,
    code_month
FROM fresh
UNION
SELECT
    stored.dossier_code,
    stored.code_month
FROM fresh
INNER JOIN core.payment AS stored
    ON fresh.payment_reference = stored.payment_reference AND fresh.code_month = stored.code_month
WHERE fresh.was_there AND stored.code_month = ANY(CAST(:months AS date []))
