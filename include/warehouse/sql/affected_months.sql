-- Grain: every dossier and payment of the given months: what a recount counts.

WITH payments AS (
    INSERT INTO affected_payment (payment_reference, code_month, was_there)
    SELECT
        payment_reference,
        code_month,
        FALSE
    FROM core.payment
    WHERE code_month = ANY(CAST(:months AS date []))
)

INSERT INTO affected_dossier (dossier_code, code_month, was_there)
SELECT
    dossier_code,
    code_month,
    FALSE
FROM core.dossier
WHERE code_month = ANY(CAST(:months AS date []))
