-- Grain: record that counts otherwise than in the vintage before × agency for which it counts × indicator.
CREATE TEMP TABLE counted_change (
    source text NOT NULL,
    record_code text NOT NULL,
    agency_code text NOT NULL,
    counts_for text NOT NULL,
    indicator text NOT NULL,
    cause text NOT NULL,
    numerator_change bigint NOT NULL,
    denominator_change bigint NOT NULL
) ON COMMIT DROP
