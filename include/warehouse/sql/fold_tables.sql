-- What a load adds up before it changes the cubes. Rows of before count negative, rows of after positive.

-- Dossiers by both their months; dossier_count is what is counted in each of them.
CREATE TEMP TABLE dossier_fold (
    received_month date,
    ended_month date,
    breached_on date,
    agency_code text,
    procedure_code text,
    channel text,
    dossier_count integer,
    fee_count integer,
    paid_online_count integer,
    electronic_result_count integer,
    digitised_count integer,
    reused_count integer,
    citizen_data_count integer,
    complaint_count integer
) ON COMMIT DROP;

CREATE TEMP TABLE payment_fold ON COMMIT DROP AS
SELECT * FROM core.payment_cube WITH NO DATA;
