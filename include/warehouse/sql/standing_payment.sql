-- Grain: row of the payment cube, to be taken off. Reader: sum_payment_fold.sql.

SELECT
    month,
    agency_code,
    procedure_code,
    method,
    gateway,
    -transaction_count AS transaction_count,
    -amount_vnd AS amount_vnd,
    -refunded_vnd AS refunded_vnd
FROM core.payment_cube
