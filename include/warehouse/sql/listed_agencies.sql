-- Grain: agency in the catalogue that is being loaded.

CREATE TEMP TABLE listed (
    agency_code text PRIMARY KEY,
    agency_name text,
    level smallint,
    parent_code text,
    effective_on date,
    expired_on date,
    predecessor_codes text []
) ON COMMIT DROP;
