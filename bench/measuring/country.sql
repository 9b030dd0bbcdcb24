-- A national month as loads would leave it, June 2026: 34 provinces with 521 departments and 3,322 communes, 5,741
-- procedures, about 300 of them in an agency's authority; as many dossiers as bench.scale says, and 0.58 payments each.
-- The load is skewed as it is in the country: two provinces have a fifth of it, and in each agency few procedures
-- most of it. Everything is drawn by hash, so that each run makes the same.
CREATE TEMP TABLE province AS
SELECT
    number,
    'H' || LPAD(number::text, 2, '0') AS code
FROM GENERATE_SERIES(1, 34) AS number;

CREATE TEMP TABLE unit AS
SELECT
    ROW_NUMBER() OVER (ORDER BY code) - 1 AS number,
    code,
    parent,
    level
FROM (
    SELECT
        FORMAT('H%s.%s', LPAD((n % 34 + 1)::text, 2, '0'), LPAD((n / 34 + 1)::text, 2, '0')) AS code,
        'H' || LPAD((n % 34 + 1)::text, 2, '0') AS parent,
        2 AS level
    FROM GENERATE_SERIES(0, 520) AS n
    UNION ALL
    SELECT
        FORMAT('H%s.%s', LPAD((n % 34 + 1)::text, 2, '0'), 100 + n / 34),
        'H' || LPAD((n % 34 + 1)::text, 2, '0'),
        3
    FROM GENERATE_SERIES(0, 3321) AS n
) AS listed;

INSERT INTO core.agency (agency_code, valid_from, agency_name, level, parent_code, content_hash)
SELECT code, '2020-01-01'::date, code, 1, NULL, '' FROM province
UNION ALL
SELECT code, '2020-01-01'::date, code, level, parent, '' FROM unit;

INSERT INTO core.agency_ancestor (agency_code, ancestor_code, distance)
SELECT agency_code, agency_code, 0 FROM core.agency
UNION ALL
SELECT agency_code, parent_code, 1 FROM core.agency WHERE parent_code IS NOT NULL;

INSERT INTO core.procedure (procedure_code, valid_from, procedure_name, content_hash)
SELECT
    '1.' || LPAD(n::text, 6, '0'),
    '2020-01-01'::date,
    '',
    ''
FROM GENERATE_SERIES(0, 5740) AS n;

-- Provinces differ in what they offer of a procedure.
INSERT INTO core.procedure_agency (procedure_code, agency_code, valid_from, online_level, has_fee, payable_online)
SELECT DISTINCT
    '1.' || LPAD(n::text, 6, '0'),
    code,
    '2020-01-01'::date,
    (n + ASCII(RIGHT(parent, 1)) / 50) % 3,
    n % 4 < 2,
    n % 5 < 4
FROM unit
CROSS JOIN GENERATE_SERIES(0, 299) AS k
CROSS JOIN LATERAL (
    SELECT (k * 7 + CASE level WHEN 3 THEN 0 ELSE ABS(HASHTEXT(code)) % 4000 END) % 5741 AS n
) AS drawn;

SELECT ops.ensure_partitions(ARRAY['2026-06-01']::date []);

-- luck: three numbers in [0, 1) of each dossier, for its agency, its procedure, and its life.
CREATE TEMP TABLE drawn AS
SELECT
    thrown.number,
    unit.code,
    unit.level,
    '1.' || LPAD((
        (FLOOR(300 * thrown.luck[2] ^ 3)::int * 7 + CASE unit.level WHEN 3 THEN 0 ELSE ABS(HASHTEXT(unit.code)) % 4000 END)
        % 5741
    )::text, 6, '0') AS procedure_code,
    thrown.luck[3] AS luck,
    '2026-06-01 07:00+07'::timestamptz
    + thrown.number * (INTERVAL '24 days' / CURRENT_SETTING('bench.scale')::int) AS at
FROM (
    SELECT
        number,
        ARRAY[
            ABS(HASHINT4(number::int) % 100000) / 100000.0,
            ABS(HASHINT4(number::int + 1000000000) % 100000) / 100000.0,
            ABS(HASHINT4(-number::int) % 100000) / 100000.0
        ]::float [] AS luck
    FROM GENERATE_SERIES(1, CURRENT_SETTING('bench.scale')::int) AS number
) AS thrown
INNER JOIN unit ON unit.number = FLOOR(3843 * thrown.luck[1] ^ 1.8)::int;

INSERT INTO core.dossier (
    dossier_code, code_month, breached_on, received_at, due_at, finished_at, ended_at, updated_at, fee_vnd,
    procedure_code, agency_code, channel, status, has_fee, payable_online, digitised, reused, electronic_result,
    citizen_data, has_complaint, content_hash, batch
)
SELECT
    FORMAT('%s-2606%s-%s', code, TO_CHAR(at, 'DD'), number),
    '2026-06-01'::date,
    CASE WHEN luck < 0.2 THEN (at + INTERVAL '5 days')::date END,
    at,
    at + INTERVAL '5 days',
    CASE WHEN luck < 0.9 THEN at + INTERVAL '4 days' END,
    CASE WHEN luck < 0.9 THEN at + INTERVAL '4 days' END,
    at + INTERVAL '4 days',
    CASE WHEN luck < 0.58 THEN 50000 ELSE 0 END,
    procedure_code,
    code,
    CASE WHEN luck > 0.02 THEN 'online' ELSE 'direct' END,
    CASE WHEN luck < 0.9 THEN 9 ELSE 4 END,
    luck < 0.58,
    TRUE,
    luck < 0.6,
    luck < 0.3,
    luck < 0.8,
    luck < 0.7,
    luck < 0.01,
    MD5(number::text),
    'bench'
FROM drawn;

INSERT INTO core.payment (
    payment_reference, code_month, paid_at, updated_at, amount_vnd, dossier_code, procedure_code, agency_code, method,
    gateway, status, content_hash, batch
)
SELECT
    'P' || number,
    '2026-06-01'::date,
    at + INTERVAL '1 hour',
    at + INTERVAL '1 hour',
    50000,
    FORMAT('%s-2606%s-%s', code, TO_CHAR(at, 'DD'), number),
    procedure_code,
    code,
    CASE WHEN luck < 0.5 THEN 'online' ELSE 'cash' END,
    'DVCQG',
    'succeeded',
    MD5(number::text),
    'bench'
FROM drawn
WHERE luck < 0.58;

INSERT INTO ops.receipt (
    batch, landing_key, feed, root_agency, window_start, window_end, pulled, loaded, unchanged, duplicate, quarantined,
    loaded_at
)
SELECT
    feed || province.code,
    'bench',
    feed,
    province.code,
    '2026-06-01 00:00+07'::timestamptz,
    '2026-07-01 00:00+07'::timestamptz,
    1,
    1,
    0,
    0,
    0,
    '2026-07-01 02:00+07'::timestamptz
FROM province
CROSS JOIN UNNEST(ARRAY['agencies', 'procedures', 'dossiers', 'payments', 'petitions']) AS feed;

INSERT INTO ops.watermark (feed, root_agency, complete_until)
SELECT
    feed,
    root_agency,
    window_end
FROM ops.receipt;
