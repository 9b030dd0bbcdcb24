    SELECT
        kept.period,
        kept.agency_code,
        missing.missing_agency_code,
        missing.feed
    FROM missing
    INNER JOIN kept ON kept.slot = missing.slot
