-- Grain: petition that was loaded, changed or taken out since the vintage before.
WITH
touched AS (
    SELECT petition_code FROM core.petition WHERE loaded_at >= :before_frozen_at
    UNION
    SELECT record_key FROM publication.past_record WHERE relation = 'petition' AND vintage_number >= :before_number
)

SELECT
    petition_code AS record_code,
    CASE WHEN was.petition_code IS NULL THEN 'late' ELSE 'correction' END AS cause
FROM touched
LEFT JOIN ({petition}) AS was USING (petition_code)
