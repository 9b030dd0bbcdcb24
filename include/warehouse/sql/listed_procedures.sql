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
