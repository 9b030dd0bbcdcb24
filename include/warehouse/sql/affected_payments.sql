-- Grain: payment that a batch of payments changes, and dossier that it is or was for.

WITH changed AS (
    INSERT INTO affected_payment (payment_reference, code_month, was_there)
    SELECT
        payment_reference,
        code_month,
        was_there
    FROM fresh
    RETURNING *
)

INSERT INTO affected_dossier (dossier_code, code_month, was_there)
SELECT
    dossier_code,
    code_month,
    TRUE
FROM fresh
UNION
SELECT
    stored.dossier_code,
    stored.code_month,
    TRUE
FROM changed
INNER JOIN core.payment AS stored
    ON changed.payment_reference = stored.payment_reference AND changed.code_month = stored.code_month
WHERE changed.was_there AND stored.code_month = ANY(CAST(:months AS date []))
