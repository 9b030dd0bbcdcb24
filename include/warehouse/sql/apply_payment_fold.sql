-- Adds the folded payments to their cube and takes away rows of zeros.

CREATE TEMP TABLE payment_delta ON COMMIT DROP AS
SELECT
    month,
    agency_code,
    procedure_code,
    method,
    gateway,
    sum(transaction_count) AS transaction_count,
    sum(amount_vnd) AS amount_vnd,
    sum(refunded_vnd) AS refunded_vnd
FROM payment_fold
GROUP BY month, agency_code, procedure_code, method, gateway
HAVING sum(transaction_count) <> 0 OR sum(amount_vnd) <> 0 OR sum(refunded_vnd) <> 0;

INSERT INTO core.payment_cube AS cube
SELECT * FROM payment_delta
ORDER BY month, agency_code, procedure_code, method, gateway
ON CONFLICT (month, agency_code, procedure_code, method, gateway) DO UPDATE SET
    transaction_count = cube.transaction_count + excluded.transaction_count,
    amount_vnd = cube.amount_vnd + excluded.amount_vnd,
    refunded_vnd = cube.refunded_vnd + excluded.refunded_vnd;

DELETE FROM core.payment_cube AS cube
USING payment_delta AS delta
WHERE
    cube.month = delta.month
    AND cube.agency_code = delta.agency_code
    AND cube.procedure_code = delta.procedure_code
    AND cube.method = delta.method
    AND cube.gateway = delta.gateway
    AND cube.transaction_count = 0;
