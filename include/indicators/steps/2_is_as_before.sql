-- Whether formulas and catalogues are those of the last measure. A procedure belongs to many agencies and periods: when
-- one changes, everything is looked at.
SELECT
    EXISTS (SELECT FROM ops.measured WHERE feed = 'formulas' AND known_as = :fingerprint)
    AND NOT EXISTS (SELECT FROM moved WHERE is_of_catalogue)
