-- Whether formulas, agencies and procedures are those of the last measure. A procedure belongs to many agencies and
-- periods: when one changes, everything is looked at. So it is when an agency ends or a successor begins today.
SELECT
    EXISTS (SELECT FROM ops.measured WHERE feed = 'formulas' AND known_as = :fingerprint)
    AND NOT EXISTS (SELECT FROM moved WHERE is_of_catalogue)
    AND NOT EXISTS (
        SELECT FROM ended
        FULL JOIN core.ended_agency AS known USING (agency_code, ended_on)
        WHERE ended.agency_code IS NULL OR known.agency_code IS NULL
    )
    AND NOT EXISTS (
        SELECT FROM (
            SELECT
                place.agency_code,
                tree.agency_code AS member_code,
                tree.since,
                tree.until,
                tree.is_divided
            FROM tree
            INNER JOIN place ON place.place = tree.place AND place.is_today
        ) AS found
        FULL JOIN core.perimeter AS known USING (agency_code, member_code, since, until, is_divided)
        WHERE found.agency_code IS NULL OR known.agency_code IS NULL
    )
