-- Adds the sums of a load to the payment cube and takes away rows of zeros.

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
