-- Grain: payment of the period that brought something and was not wholly given back, with the counts of
-- include/indicators/sources/payments. One without a time of payment is taken at its last update.
SELECT
    stored.payment_reference AS record_code,
    stored.dossier_code,
    stored.agency_code,
    stored.procedure_code,
    (COALESCE(stored.paid_at, stored.updated_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on,
    stored.method,
    COALESCE(stored.gateway, '') AS gateway,
    1 AS transaction_count,
    stored.amount_vnd,
    COALESCE(stored.refunded_vnd, 0) AS refunded_vnd
FROM ({payment}) AS stored
WHERE
    stored.net_vnd > 0
    AND COALESCE(stored.paid_at, stored.updated_at) >= :since
    AND COALESCE(stored.paid_at, stored.updated_at) < :until
