-- What this measure knew, for the next one to compare.
WITH forgotten AS (
    DELETE FROM ops.measured AS old
    WHERE
        old.feed <> 'formulas'
        AND NOT EXISTS (
            SELECT FROM known_root
            WHERE known_root.feed = old.feed AND known_root.root_agency = old.root_agency
        )
),

known AS (
    SELECT feed, root_agency, covered, complete_until, known_as
    FROM known_root
    UNION ALL
    SELECT 'formulas', '', '{}', :now, :fingerprint
)

INSERT INTO ops.measured (feed, root_agency, covered, complete_until, known_as)
SELECT feed, root_agency, covered, complete_until, known_as
FROM known
ON CONFLICT (feed, root_agency) DO UPDATE SET
    covered = EXCLUDED.covered,
    complete_until = EXCLUDED.complete_until,
    known_as = EXCLUDED.known_as
