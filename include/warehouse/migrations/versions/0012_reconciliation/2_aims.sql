-- What an indicator is worth and where it shall be: written by each measure from the catalogue, the frameworks and the
-- targets, so that views can ask how many more it takes.

-- holds_from and holds_until bound the beginning of the periods. Of several frameworks the one that core.indicator
-- shows the points of; none: the indicator is not scored.
CREATE TABLE core.aim (
    indicator text NOT NULL,
    holds_from date NOT NULL,
    holds_until date NOT NULL,
    better text NOT NULL CHECK (better IN ('higher', 'lower')),
    grows boolean NOT NULL,
    framework text,
    max_points numeric,
    full_at numeric,
    tier_rates numeric [] NOT NULL,
    PRIMARY KEY (indicator, holds_from)
);

-- root_agency is '' for everybody; of several that reach an agency, the nearest above it holds.
CREATE TABLE core.target (
    indicator text NOT NULL,
    root_agency text NOT NULL,
    holds_from date NOT NULL,
    holds_until date NOT NULL,
    target_rate numeric NOT NULL,
    source text NOT NULL,
    standing text NOT NULL,
    PRIMARY KEY (indicator, root_agency, holds_from)
);
