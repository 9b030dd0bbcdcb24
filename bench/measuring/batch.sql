-- A thousand records more in one province, and a day more that is known of it: what loading such a batch leaves.
WITH batch AS (
    SELECT
        month,
        agency_code,
        procedure_code,
        channel
    FROM core.dossier_cube
    WHERE month = '2026-06-01' AND agency_code LIKE 'H20.%'
    ORDER BY HASHTEXT(agency_code || procedure_code)
    LIMIT 1000
),

written AS (
    INSERT INTO core.dossier (
        dossier_code, code_month, received_at, updated_at, procedure_code, agency_code, channel, content_hash, batch
    )
    SELECT
        FORMAT('%s-%s-%s', agency_code, PG_CURRENT_XACT_ID(), ROW_NUMBER() OVER ()),
        month,
        '2026-06-30 09:00+07',
        '2026-07-01 09:00+07',
        procedure_code,
        agency_code,
        channel,
        '',
        'bench'
    FROM batch
),

added AS (
    UPDATE core.dossier_cube AS cube
    SET received_count = cube.received_count + 1
    FROM batch
    WHERE (cube.month, cube.agency_code, cube.procedure_code, cube.channel) = (
        batch.month, batch.agency_code, batch.procedure_code, batch.channel
    )
)

INSERT INTO ops.touched (month, agency_code)
SELECT DISTINCT
    month,
    agency_code
FROM batch;

UPDATE ops.receipt
SET window_end = window_end + INTERVAL '1 day'
WHERE feed = 'dossiers' AND root_agency = 'H20';
UPDATE ops.watermark
SET complete_until = complete_until + INTERVAL '1 day'
WHERE feed = 'dossiers' AND root_agency = 'H20';
