-- Figures that a rebuild does not find again.
DELETE FROM core.indicator AS old
WHERE NOT EXISTS (
    SELECT FROM fresh
    WHERE
        fresh.period = old.period
        AND fresh.agency_code = old.agency_code
        AND fresh.indicator = old.indicator
)
