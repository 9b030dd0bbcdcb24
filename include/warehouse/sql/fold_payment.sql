-- Grain: month paid × agency × procedure × method × gateway, of the affected payments that brought something and were
-- not wholly given back. One that succeeded without a time of payment is taken at its last update. {sign} as in
-- fold_dossier.

SELECT
    {paid_month} AS month,
    payment.agency_code,
    payment.procedure_code,
    payment.method,
    coalesce(payment.gateway, '') AS gateway,
    {sign} * count(*) AS transaction_count,
    {sign} * sum(payment.amount_vnd) AS amount_vnd,
    {sign} * sum(coalesce(payment.refunded_vnd, 0)) AS refunded_vnd
FROM ({affected}) AS payment
WHERE
    (payment.was_there OR {sign} > 0)
    AND payment.net_vnd > 0
GROUP BY 1, 2, 3, 4, 5
