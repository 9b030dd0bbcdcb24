-- Grain: payment of the period that brought something and was not wholly given back × agency for which it counts (itself
-- and those above it at the time), with the counts of include/indicators/sources/payments. One without a time of payment is taken at its last update.
SELECT
    stored.payment_reference AS record_code,
    stored.dossier_code,
    stored.agency_code,
    tree.ancestor_code AS counts_for,
    stored.procedure_code,
    (moment.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS paid_on,
    stored.method,
    COALESCE(stored.gateway, '') AS gateway,
    1 AS transaction_count,
    stored.amount_vnd,
    COALESCE(stored.refunded_vnd, 0) AS refunded_vnd
FROM ({payment}) AS stored
INNER JOIN ({tree}) AS tree ON tree.agency_code = stored.agency_code
CROSS JOIN LATERAL (SELECT COALESCE(stored.paid_at, stored.updated_at) AS paid_at) AS moment
WHERE
    stored.net_vnd > 0
    AND moment.paid_at >= :since
    AND moment.paid_at < :until
    AND tree.held @> (
        DATE_TRUNC('month', moment.paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh') + INTERVAL '1 month - 1 day'
    )::date
