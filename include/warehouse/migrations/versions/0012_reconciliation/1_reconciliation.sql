-- The portal's figures beside ours, as last reconciled. Differences and their parts are ours less the portal's.

-- Points of a group (TOTAL for the sum): the parts sum to difference_points. All of them are empty where one side does
-- not know its points, or where nobody can say what the difference comes from.
CREATE TABLE core.reconciliation (
    period text NOT NULL,
    agency_code text NOT NULL,
    framework text NOT NULL,
    group_code text NOT NULL,
    published_points numeric,
    our_points numeric,
    difference_points numeric,
    definition_points numeric,
    timing_points numeric,
    missing_points numeric,
    duplicate_points numeric,
    unexplained_points numeric,
    state text NOT NULL,
    seen_at timestamptz NOT NULL,
    data_as_of timestamptz,
    PRIMARY KEY (period, agency_code, framework, group_code)
);

-- The counts behind it: published + missing + duplicate + timing + definition + unexplained = ours, for numerators and
-- for denominators.
CREATE TABLE core.reconciliation_count (
    period text NOT NULL,
    agency_code text NOT NULL,
    framework text NOT NULL,
    group_code text NOT NULL,
    input text NOT NULL,
    cause text NOT NULL CHECK (
        cause IN ('published', 'missing', 'duplicate', 'timing', 'definition', 'unexplained', 'ours')
    ),
    numerator numeric NOT NULL,
    denominator numeric NOT NULL,
    PRIMARY KEY (period, agency_code, framework, input, cause)
);

-- What the parts rest on: dossiers of the period of which we know that they are not here, or that there were more.
CREATE TABLE core.reconciliation_evidence (
    period text NOT NULL,
    agency_code text NOT NULL,
    quarantined_count bigint NOT NULL,
    code_gap_count bigint NOT NULL,
    paid_unseen_count bigint NOT NULL,
    quarantined_payment_count bigint NOT NULL,
    duplicate_count bigint NOT NULL,
    changed_count bigint NOT NULL,
    changed_petition_count bigint NOT NULL,
    PRIMARY KEY (period, agency_code)
);
