-- Grain: payment that was loaded, changed or taken out since the vintage before, and each dossier that it is or was for.
WITH
touched AS (
    SELECT payment_reference FROM core.payment WHERE loaded_at >= :before_frozen_at
    UNION
    SELECT record_key FROM publication.past_record WHERE relation = 'payment' AND vintage_number >= :before_number
)

SELECT
    touched.payment_reference AS record_code,
    seen.dossier_code,
    CASE
        WHEN was.payment_reference IS NULL THEN 'late'
        WHEN COALESCE(stands.refunded_vnd, 0) > COALESCE(was.refunded_vnd, 0) THEN 'refund'
        WHEN stands.status = 'refunded' AND was.status <> 'refunded' THEN 'refund'
        ELSE 'correction'
    END AS cause
FROM touched
LEFT JOIN ({payment}) AS was ON was.payment_reference = touched.payment_reference
LEFT JOIN core.payment AS stands ON stands.payment_reference = touched.payment_reference
CROSS JOIN LATERAL (
    SELECT was.dossier_code WHERE was.dossier_code IS NOT NULL
    UNION
    SELECT stands.dossier_code WHERE stands.dossier_code IS NOT NULL
) AS seen
