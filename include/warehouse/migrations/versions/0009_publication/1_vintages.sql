-- What was published: one vintage is a period's figures and scores as they stood when somebody published them.

-- number orders vintages of all periods; frozen_at is the server's own time, taken while no load was under way: a record
-- with loaded_at before it was there. formulas and weights are those that the figures follow from.
CREATE TABLE publication.vintage (
    period text NOT NULL,
    vintage integer NOT NULL CHECK (vintage > 0),
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    since date NOT NULL,
    until date NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    data_as_of timestamptz,
    inputs_sha256 text NOT NULL,
    values_sha256 text NOT NULL,
    formulas jsonb NOT NULL,
    weights jsonb NOT NULL,
    frozen_at timestamptz NOT NULL,
    PRIMARY KEY (period, vintage)
);

CREATE TABLE publication.indicator (
    period text NOT NULL,
    vintage integer NOT NULL,
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
    PRIMARY KEY (period, agency_code, indicator, vintage),
    FOREIGN KEY (period, vintage) REFERENCES publication.vintage
);

CREATE TABLE publication.index_score (
    period text NOT NULL,
    vintage integer NOT NULL,
    agency_code text NOT NULL,
    framework text NOT NULL,
    group_code text NOT NULL,
    points numeric,
    max_points numeric,
    state text NOT NULL,
    PRIMARY KEY (period, agency_code, framework, group_code, vintage),
    FOREIGN KEY (period, vintage) REFERENCES publication.vintage
);

-- Grain: figure that a vintage changed × cause. The changes of all its causes sum to the whole difference.
CREATE TABLE publication.restatement (
    period text NOT NULL,
    vintage integer NOT NULL,
    agency_code text NOT NULL,
    indicator text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('late', 'refund', 'correction', 'formula')),
    old_value numeric,
    new_value numeric,
    old_numerator numeric,
    new_numerator numeric,
    old_denominator numeric,
    new_denominator numeric,
    old_points numeric,
    new_points numeric,
    numerator_change numeric NOT NULL,
    denominator_change numeric NOT NULL,
    record_count bigint NOT NULL,
    PRIMARY KEY (period, agency_code, indicator, vintage, cause),
    FOREIGN KEY (period, vintage) REFERENCES publication.vintage
);

-- Grain: record that counts otherwise than in the vintage before × indicator × its own agency.
CREATE TABLE publication.changed_record (
    period text NOT NULL,
    vintage integer NOT NULL,
    source text NOT NULL,
    record_code text NOT NULL,
    agency_code text NOT NULL,
    indicator text NOT NULL,
    cause text NOT NULL,
    numerator_change bigint NOT NULL,
    denominator_change bigint NOT NULL,
    PRIMARY KEY (period, vintage, indicator, agency_code, record_code),
    FOREIGN KEY (period, vintage) REFERENCES publication.vintage
);
