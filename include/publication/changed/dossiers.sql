-- Grain: dossier that was loaded, changed or taken out since the vintage before, or of which a payment was.
-- payment_cause is why its payments count otherwise; a refund before a payment that came late.
WITH
touched AS (
    SELECT dossier_code FROM core.dossier WHERE loaded_at >= :before_frozen_at
    UNION
    SELECT record_key FROM publication.past_record WHERE relation = 'dossier' AND vintage_number >= :before_number
),

paid AS (
    SELECT
        dossier_code,
        CASE
            WHEN BOOL_OR(cause = 'refund') THEN 'refund'
            WHEN BOOL_OR(cause = 'late') THEN 'late'
            ELSE 'correction'
        END AS cause
    FROM ({payments}) AS payment
    GROUP BY dossier_code
)

SELECT
    dossier_code AS record_code,
    CASE WHEN touched.dossier_code IS NOT NULL AND was.dossier_code IS NULL THEN 'late' ELSE 'correction' END AS cause,
    paid.cause AS payment_cause
FROM touched
FULL JOIN paid USING (dossier_code)
LEFT JOIN ({dossier}) AS was USING (dossier_code)
