-- Wanted: periods and places whose figures may differ from those that stand. A record changes the periods around its
-- month, of its agency and of all above it; newer data change the periods that reach into the stretch that is new.
CREATE TEMP TABLE wanted ON COMMIT DROP AS
WITH changed AS (
    SELECT
        period.period,
        tree.place
    FROM (SELECT DISTINCT month, agency_code FROM touched) AS record
    INNER JOIN tree ON tree.agency_code = record.agency_code
    INNER JOIN period ON record.month >= period.since AND record.month < period.until
    UNION
    SELECT
        period.period,
        related.place
    FROM moved
    INNER JOIN related ON related.root_agency = moved.root_agency
    INNER JOIN period ON period.span && moved.stretch
)

SELECT
    ROW_NUMBER() OVER ()::int AS slot,
    period.*,
    place.place,
    place.agency_code,
    place.is_today,
    place.ended_on
FROM changed
INNER JOIN period ON period.period = changed.period
INNER JOIN place ON place.place = changed.place AND place.differs_until > period.since
