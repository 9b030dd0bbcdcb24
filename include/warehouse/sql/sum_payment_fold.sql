-- Grain: month × agency × procedure × method × gateway whose sums the fold changes. A recount fills in what stands, as in
-- sum_dossier_fold.sql.

CREATE TEMP TABLE payment_delta ON COMMIT DROP AS
WITH part AS (
    SELECT * FROM payment_fold
    {standing}
)

SELECT
    month,
    agency_code,
    procedure_code,
    method,
    gateway,
    sum(transaction_count) AS transaction_count,
    sum(amount_vnd) AS amount_vnd,
    sum(refunded_vnd) AS refunded_vnd
FROM part
GROUP BY month, agency_code, procedure_code, method, gateway
HAVING sum(transaction_count) <> 0 OR sum(amount_vnd) <> 0 OR sum(refunded_vnd) <> 0;
