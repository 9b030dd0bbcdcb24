-- Grain: agency and day: records of the batch that began on it.

CREATE TEMP TABLE volume_of_batch (agency_code text, day date, record_count bigint) ON COMMIT DROP
