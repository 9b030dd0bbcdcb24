-- Grain: row of core.{relation} as it stood at the vintage :{state}_number, frozen at :{state}_frozen_at, narrowed by a
-- condition over `stored`, which stands in both parts so that it finds the rows by their keys.
SELECT stored.*
FROM core.{relation} AS stored
WHERE
    stored.loaded_at < :{state}_frozen_at
    AND NOT EXISTS (
        SELECT
        FROM publication.past_record AS past
        WHERE
            past.relation = '{relation}'
            AND past.record_key = {key}
            AND past.vintage_number >= :{state}_number
    )
    AND {only}
UNION ALL
SELECT stored.*
FROM (
    SELECT DISTINCT ON (record_key) record
    FROM publication.past_record
    WHERE relation = '{relation}' AND vintage_number >= :{state}_number AND loaded_at < :{state}_frozen_at
    ORDER BY record_key, vintage_number
) AS past
CROSS JOIN LATERAL JSONB_POPULATE_RECORD(NULL::core.{relation}, past.record) AS stored
WHERE {only}
