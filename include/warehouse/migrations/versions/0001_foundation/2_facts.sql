-- The portal's records, one row a record, its newest version: the greatest (updated_at, content_hash).
-- Partitioned by the month in the dossier code, which never changes; no personal field has a column here.

CREATE TABLE core.dossier (
    dossier_code text NOT NULL,
    code_month date NOT NULL,
    breached_on date,
    received_at timestamptz,
    due_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    refused_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz NOT NULL,
    fee_vnd bigint,
    procedure_code text NOT NULL,
    field_code text,
    agency_code text NOT NULL,
    receiving_agency_code text,
    channel text NOT NULL,
    applicant_kind smallint,
    status smallint,
    supplement_count integer,
    has_fee boolean,
    payable_online boolean,
    digitised boolean,
    reused boolean,
    electronic_result boolean,
    citizen_data boolean,
    has_complaint boolean,
    content_hash text COLLATE "C" NOT NULL,
    batch text NOT NULL,
    PRIMARY KEY (dossier_code, code_month)
) PARTITION BY RANGE (code_month);

-- net_vnd is what a transaction brought and was not given back: 0 unless it succeeded. One that is marked as
-- refunded without an amount is taken as wholly refunded.
CREATE TABLE core.payment (
    payment_reference text NOT NULL,
    code_month date NOT NULL,
    paid_at timestamptz,
    refunded_at timestamptz,
    updated_at timestamptz NOT NULL,
    amount_vnd bigint NOT NULL,
    refunded_vnd bigint,
    net_vnd bigint GENERATED ALWAYS AS (
        CASE status
            WHEN 'succeeded' THEN greatest(amount_vnd - coalesce(refunded_vnd, 0), 0)
            WHEN 'refunded' THEN greatest(amount_vnd - coalesce(nullif(refunded_vnd, 0), amount_vnd), 0)
            ELSE 0
        END
    ) STORED,
    transaction_code text,
    dossier_code text NOT NULL,
    procedure_code text NOT NULL,
    agency_code text NOT NULL,
    method text NOT NULL,
    gateway text,
    status text NOT NULL,
    content_hash text COLLATE "C" NOT NULL,
    batch text NOT NULL,
    PRIMARY KEY (payment_reference, code_month)
) PARTITION BY RANGE (code_month);
CREATE INDEX payment_paid_online ON core.payment (dossier_code) WHERE method = 'online' AND net_vnd > 0;

CREATE TABLE core.petition (
    petition_code text PRIMARY KEY,
    breached_on date,
    received_at timestamptz NOT NULL,
    due_at timestamptz,
    handled_at timestamptz,
    updated_at timestamptz NOT NULL,
    agency_code text NOT NULL,
    status text NOT NULL,
    satisfied boolean,
    content_hash text COLLATE "C" NOT NULL,
    batch text NOT NULL
);
CREATE INDEX petition_by_agency ON core.petition (agency_code, received_at);
