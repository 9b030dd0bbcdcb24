-- Grain: payment of the batch that stands under a dossier of another code month. A reference stands once: what its own
-- months hold is not looked for anywhere else. An older version than the stored one is stale, a newer one moves it.

CREATE TEMP TABLE elsewhere ON COMMIT DROP AS
SELECT
    stored.payment_reference,
    stored.code_month,
    arrived.place,
    (arrived.updated_at, arrived.content_hash) > (stored.updated_at, stored.content_hash) AS is_moved
FROM arrived
INNER JOIN core.payment AS stored
    ON arrived.payment_reference = stored.payment_reference AND arrived.code_month <> stored.code_month
WHERE
    NOT EXISTS (
        SELECT
        FROM core.payment AS own
        WHERE
            own.payment_reference = arrived.payment_reference
            AND own.code_month = arrived.code_month
            AND own.code_month = ANY(CAST(:months AS date []))
    )
