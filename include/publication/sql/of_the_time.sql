-- Grain: agency × agency above it, or itself: the days on which it stood there.
-- A record counts for whom its agency stood below on the last day of the record's month.
CREATE TEMP TABLE of_the_time ON COMMIT DROP AS
SELECT
    agency_code,
    ancestor_code,
    RANGE_AGG(DATERANGE(since, until)) AS held
FROM core.agency_stood
GROUP BY agency_code, ancestor_code;
CREATE INDEX of_the_time_above ON of_the_time (ancestor_code);
ANALYZE of_the_time
