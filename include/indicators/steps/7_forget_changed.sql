-- Figures of what was wanted, and of which nothing is known any more.
DELETE FROM core.indicator AS old
USING wanted
WHERE
    old.period = wanted.period
    AND old.agency_code = wanted.agency_code
    AND NOT EXISTS (
        SELECT FROM fresh
        WHERE
            fresh.period = old.period
            AND fresh.agency_code = old.agency_code
            AND fresh.indicator = old.indicator
    )
