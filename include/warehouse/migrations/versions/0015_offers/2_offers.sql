-- Stretches in which a procedure was offered alike, whatever its name: rows that follow each other and agree are one.
CREATE TEMP TABLE offer_then ON COMMIT DROP AS
WITH followed AS (
    SELECT
        *,
        (
            lag(valid_to) OVER history,
            lag(online_level) OVER history,
            lag(has_fee) OVER history,
            lag(payable_online) OVER history
        ) IS DISTINCT FROM (valid_from, online_level, has_fee, payable_online) AS begins
    FROM version_then
    WHERE valid_to IS NULL OR valid_to > valid_from
    WINDOW history AS (PARTITION BY number, procedure_code ORDER BY valid_from)
),

stretch AS (
    SELECT
        *,
        count(*) FILTER (WHERE begins) OVER (PARTITION BY number, procedure_code ORDER BY valid_from) AS stretch_no
    FROM followed
)

SELECT
    number,
    procedure_code,
    online_level,
    has_fee,
    payable_online,
    min(valid_from) AS valid_from,
    max(coalesce(valid_to, 'infinity')) AS until,
    min(loaded_at) AS loaded_at,
    max(coalesce(valid_to, 'infinity')) = max(max(coalesce(valid_to, 'infinity'))) OVER (
        PARTITION BY number, procedure_code
    ) AS is_last
FROM stretch
GROUP BY number, procedure_code, stretch_no, online_level, has_fee, payable_online;

-- A link is cut where the offer changed.
CREATE TEMP TABLE offered_link ON COMMIT DROP AS
SELECT
    link.number,
    link.procedure_code,
    link.agency_code,
    greatest(link.valid_from, offer.valid_from) AS valid_from,
    nullif(least(coalesce(link.valid_to, 'infinity'), offer.until), 'infinity') AS valid_to,
    greatest(link.loaded_at, offer.loaded_at) AS loaded_at,
    offer.online_level,
    offer.has_fee,
    offer.payable_online,
    offer.is_last AND offer.until < coalesce(link.valid_to, 'infinity') AS is_expiry
FROM link_then AS link
INNER JOIN offer_then AS offer
    ON
        offer.number = link.number
        AND offer.procedure_code = link.procedure_code
        AND offer.valid_from < coalesce(link.valid_to, 'infinity')
        AND offer.until > link.valid_from;
