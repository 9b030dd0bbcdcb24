-- Grain: predecessor × successor that was not known.

INSERT INTO core.agency_succession (predecessor_code, successor_code, effective_on)
SELECT DISTINCT
    predecessor.agency_code AS predecessor_code,
    listed.agency_code AS successor_code,
    coalesce(listed.effective_on, :day) AS effective_on
FROM listed
CROSS JOIN unnest(listed.predecessor_codes) AS predecessor (agency_code)
ON CONFLICT (predecessor_code, successor_code) DO NOTHING
RETURNING successor_code
