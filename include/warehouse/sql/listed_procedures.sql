-- Grain: procedure in the catalogue that is being loaded.

CREATE TEMP TABLE listed (
    procedure_code text PRIMARY KEY,
    procedure_name text,
    field_code text,
    field_name text,
    agency_codes text [],
    online_level smallint,
    has_fee boolean,
    payable_online boolean,
    effective_on date,
    expired_on date
) ON COMMIT DROP;

-- Grain: another root agency whose catalogue came within the week: it speaks for its own subtree.
CREATE TEMP TABLE speaker (root_agency text PRIMARY KEY) ON COMMIT DROP;

-- Grain: procedure × agency of the catalogue, its newest stretch where there is one, and whether the root agency of the
-- catalogue speaks for the agency: that is below it, and below no nearer speaker.
CREATE TEMP TABLE offered (
    procedure_code text NOT NULL,
    agency_code text NOT NULL,
    is_spoken_for boolean NOT NULL,
    newest_from date,
    PRIMARY KEY (procedure_code, agency_code)
) ON COMMIT DROP;
