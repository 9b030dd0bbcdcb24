-- Grain: every payment of some months. Reader: fold_payment.sql.

SELECT
    payment.*,
    FALSE AS was_there
FROM core.payment AS payment
WHERE payment.code_month = ANY(CAST(:months AS date []))
