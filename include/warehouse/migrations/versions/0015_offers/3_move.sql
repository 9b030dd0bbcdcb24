-- Each state of a link that moved counts as loaded when the last vintage that did not see it was frozen. No next: nobody
-- saw it later; same_next: the next vintage (or now) saw the same.
CREATE TEMP TABLE state_of_link ON COMMIT DROP AS
SELECT
    link.procedure_code,
    link.agency_code,
    link.valid_from,
    link.number,
    lead(link.alike) OVER later IS NOT DISTINCT FROM link.alike AS same_next,
    (
        SELECT coalesce(max(vintage.frozen_at), '-infinity')
        FROM publication.vintage
        WHERE vintage.number < link.first_number OR link.first_number IS NULL
    ) AS loaded_at
FROM (
    SELECT
        *,
        ROW(valid_to, online_level, has_fee, payable_online, is_expiry)::text AS alike,
        min(nullif(number, 0)) OVER (PARTITION BY procedure_code, agency_code, valid_from) AS first_number
    FROM offered_link
    WHERE procedure_code IN (SELECT procedure_code FROM moved)
) AS link
WINDOW later AS (PARTITION BY procedure_code, agency_code, valid_from ORDER BY link.number = 0, link.number);

-- The links as they are now. Nothing changes by being written otherwise: no restatement comes of it.
ALTER TABLE core.procedure_agency DISABLE TRIGGER USER;
DELETE FROM core.procedure_agency;
INSERT INTO core.procedure_agency (
    procedure_code, agency_code, valid_from, valid_to, loaded_at, online_level, has_fee, payable_online, is_expiry
)
SELECT
    link.procedure_code,
    link.agency_code,
    link.valid_from,
    link.valid_to,
    coalesce(state.loaded_at, link.loaded_at),
    link.online_level,
    link.has_fee,
    link.payable_online,
    link.is_expiry
FROM offered_link AS link
LEFT JOIN state_of_link AS state USING (procedure_code, agency_code, valid_from, number)
WHERE link.number = 0;
ALTER TABLE core.procedure_agency ENABLE TRIGGER USER;

-- The links that moved as vintages saw them, in place of the same without what they offer: evidence of an earlier
-- vintage is made from them.
ALTER TABLE publication.past_record DISABLE TRIGGER USER;
DELETE FROM publication.past_record WHERE relation = 'procedure_agency';
INSERT INTO publication.past_record (relation, record_key, vintage_number, loaded_at, record)
SELECT
    'procedure_agency',
    concat_ws('|', procedure_code, agency_code, valid_from),
    number,
    state.loaded_at,
    jsonb_strip_nulls(to_jsonb(link) - 'number' - 'loaded_at')
FROM offered_link AS link
INNER JOIN state_of_link AS state USING (procedure_code, agency_code, valid_from, number)
WHERE number > 0 AND NOT state.same_next;
ALTER TABLE publication.past_record ENABLE TRIGGER USER;

ALTER TABLE core.procedure
DROP COLUMN online_level,
DROP COLUMN has_fee,
DROP COLUMN payable_online;

DROP TABLE moved, past, version_then, link_then, offer_then, offered_link, state_of_link;
