-- Wanted: every period of every place.
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT
    ROW_NUMBER() OVER ()::int AS slot,
    period.*,
    place.place,
    place.agency_code,
    place.is_today,
    place.ended_on
FROM period
INNER JOIN place ON place.differs_until > period.since
