-- Grain: payment that a batch of payments adds or replaces. Reader: fold_payment.sql.

SELECT
    payment.*,
    fresh.was_there
FROM fresh
INNER JOIN core.payment AS payment
    ON fresh.payment_reference = payment.payment_reference AND fresh.code_month = payment.code_month
WHERE payment.code_month = ANY(CAST(:months AS date []))
