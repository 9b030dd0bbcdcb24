-- Sums of the facts, kept by difference in the transaction that loads them; a row of zeros is not kept.

-- Received measures stand at the month received, finished ones at the month of the end event.
CREATE TABLE core.dossier_cube (
    month date NOT NULL,
    agency_code text NOT NULL,
    procedure_code text NOT NULL,
    channel text NOT NULL,
    received_count bigint NOT NULL,
    fee_count bigint NOT NULL,
    paid_online_count bigint NOT NULL,
    electronic_result_count bigint NOT NULL,
    digitised_count bigint NOT NULL,
    reused_count bigint NOT NULL,
    citizen_data_count bigint NOT NULL,
    complaint_count bigint NOT NULL,
    finished_count bigint NOT NULL,
    finished_on_time_count bigint NOT NULL,
    PRIMARY KEY (month, agency_code, procedure_code, channel)
);

-- Dossiers by the day on which they are late (a day to come while they are open and not due yet), at the month received.
CREATE TABLE core.breach_cube (
    month date NOT NULL,
    breached_on date NOT NULL,
    agency_code text NOT NULL,
    procedure_code text NOT NULL,
    channel text NOT NULL,
    breached_count bigint NOT NULL,
    complaint_count bigint NOT NULL,
    PRIMARY KEY (month, breached_on, agency_code, procedure_code, channel)
);

-- Transactions that succeeded and are not wholly refunded, at the month paid; gateway is '' when there is none.
CREATE TABLE core.payment_cube (
    month date NOT NULL,
    agency_code text NOT NULL,
    procedure_code text NOT NULL,
    method text NOT NULL,
    gateway text NOT NULL,
    transaction_count bigint NOT NULL,
    amount_vnd bigint NOT NULL,
    refunded_vnd bigint NOT NULL,
    PRIMARY KEY (month, agency_code, procedure_code, method, gateway)
);

CREATE TABLE core.indicator (
    period text NOT NULL,
    agency_code text NOT NULL,
    indicator text NOT NULL,
    numerator numeric,
    denominator numeric,
    rate numeric,
    points numeric,
    state text NOT NULL,
    framework text,
    formula_version text,
    data_as_of timestamptz,
    PRIMARY KEY (period, agency_code, indicator)
);

CREATE TABLE core.index_score (
    period text NOT NULL,
    agency_code text NOT NULL,
    framework text NOT NULL,
    group_code text NOT NULL,
    points numeric,
    max_points numeric,
    state text NOT NULL,
    PRIMARY KEY (period, agency_code, framework, group_code)
);
