-- What measures say of agencies that changed: whom they stand for today, their figures over that, and who is missing.

-- Whose own records today's agency stands for, and when; only of agencies for which that differs from the tree of the
-- time. is_divided: the member went on in several agencies, and what of it was this one's cannot be told.
CREATE TABLE core.perimeter (
    agency_code text NOT NULL,
    member_code text NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    is_divided boolean NOT NULL,
    PRIMARY KEY (agency_code, member_code, since)
);

-- Agencies that have ended: over the perimeter of today they have no figures of their own.
CREATE TABLE core.ended_agency (
    agency_code text PRIMARY KEY,
    ended_on date NOT NULL
);

-- As core.indicator, over today's perimeter, where a period began before the two perimeters were the same.
CREATE TABLE core.indicator_today (
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

-- Whose records of which feed are missing in a figure that is incomplete or of which there is none.
CREATE TABLE core.missing (
    period text NOT NULL,
    agency_code text NOT NULL,
    missing_agency_code text NOT NULL,
    feed text NOT NULL,
    PRIMARY KEY (period, agency_code, missing_agency_code, feed)
);
