-- Agencies and procedures with their history: one row a code and stretch of time, [valid_from, valid_to).
-- The newest row of a code has the greatest valid_from; valid_to is empty while no end is known.

CREATE TABLE core.agency (
    agency_code text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    agency_name text NOT NULL,
    level smallint,
    parent_code text,
    content_hash text NOT NULL,
    PRIMARY KEY (agency_code, valid_from),
    CHECK (valid_to >= valid_from)
);

-- Which agency followed which: many to one and one to many (1 July 2025).
CREATE TABLE core.agency_succession (
    predecessor_code text NOT NULL,
    successor_code text NOT NULL,
    effective_on date NOT NULL,
    PRIMARY KEY (predecessor_code, successor_code)
);

-- Every known agency with itself (distance 0) and each known agency above it, by its newest parent.
CREATE TABLE core.agency_ancestor (
    agency_code text NOT NULL,
    ancestor_code text NOT NULL,
    distance smallint NOT NULL,
    PRIMARY KEY (agency_code, ancestor_code)
);
CREATE INDEX agency_ancestor_by_ancestor ON core.agency_ancestor (ancestor_code, agency_code);

CREATE TABLE core.procedure (
    procedure_code text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    procedure_name text NOT NULL,
    field_code text,
    field_name text,
    online_level smallint,
    has_fee boolean,
    payable_online boolean,
    content_hash text NOT NULL,
    PRIMARY KEY (procedure_code, valid_from),
    CHECK (valid_to >= valid_from)
);

-- Which agency resolves which procedure, and when.
CREATE TABLE core.procedure_agency (
    procedure_code text NOT NULL,
    agency_code text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    PRIMARY KEY (procedure_code, agency_code, valid_from),
    CHECK (valid_to >= valid_from)
);
CREATE INDEX procedure_agency_by_agency ON core.procedure_agency (agency_code, procedure_code);
