-- Grain: one row: agency-days judged, how many were out of the usual, and the first of these in words.
-- The usual is the median of the same weekday in the weeks before, of those that were loaded. A day is an agency's only
-- when its usual is large enough, and so an agency without any record on a day is judged as well.

WITH loaded AS (
    SELECT range_agg(tstzrange(window_start, window_end)) AS spans
    FROM ops.receipt
    WHERE feed = :feed AND root_agency = :root_agency
),

judged_day AS (
    SELECT day::date AS day
    FROM generate_series(CAST(:first_day AS date), CAST(:last_day AS date), interval '1 day') AS day
),

past_day AS (
    SELECT
        judged_day.day,
        judged_day.day - 7 * week AS past
    FROM judged_day
    CROSS JOIN generate_series(1, :weeks) AS week
    CROSS JOIN loaded
    WHERE loaded.spans @> (judged_day.day - 7 * week)::timestamptz
),

volume AS (
    SELECT agency_code, day, record_count
    FROM ops.day_volume
    WHERE
        feed = :feed
        AND day BETWEEN CAST(:first_day AS date) - 7 * :weeks AND CAST(:last_day AS date)
        AND (agency_code = :root_agency OR starts_with(agency_code, :root_agency || '.'))
),

large_agency AS (
    SELECT DISTINCT agency_code
    FROM volume
    WHERE record_count >= :least_usual
),

-- Sorted once for all groups: percentile_cont would set up a sort for each of them.
past AS (
    SELECT
        large_agency.agency_code,
        past_day.day,
        array_agg(coalesce(volume.record_count, 0) ORDER BY coalesce(volume.record_count, 0)) AS counts
    FROM large_agency
    CROSS JOIN past_day
    LEFT JOIN volume ON large_agency.agency_code = volume.agency_code AND past_day.past = volume.day
    GROUP BY large_agency.agency_code, past_day.day
    HAVING count(*) >= :least_weeks
),

usual AS (
    SELECT
        agency_code,
        day,
        (counts[(cardinality(counts) + 1) / 2] + counts[cardinality(counts) / 2 + 1]) / 2.0 AS usual_count,
        counts[1] AS lowest_count
    FROM past
),

judged AS (
    SELECT
        usual.agency_code,
        usual.day,
        usual.usual_count,
        coalesce(volume.record_count, 0) AS day_count
    FROM usual
    LEFT JOIN volume ON usual.agency_code = volume.agency_code AND usual.day = volume.day
    WHERE usual.usual_count >= :least_usual AND usual.lowest_count >= :least_ever
),

failed AS (
    SELECT
        *,
        row_number() OVER (ORDER BY day DESC, agency_code ASC) AS place
    FROM judged
    WHERE
        day_count < :least_count
        OR day_count < CAST(:lowest_share AS float) * usual_count
        OR day_count > CAST(:highest_share AS float) * usual_count
)

SELECT
    (SELECT count(*) FROM judged) AS evaluated_count,
    (SELECT count(*) FROM failed) AS failed_count,
    ARRAY(
        SELECT format('%s %s: %s (%s)', agency_code, day, day_count, round(usual_count))
        FROM failed
        WHERE place <= :most_named
        ORDER BY place
    ) AS found
