-- Grain: month × agency × procedure × method × gateway whose sums the fold changes. Over every record it is the cube
-- itself.

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
