-- Grain: load of a landed object. Loaded again on purpose, it gets the newer counts, and another time when that wrote
-- any record.

INSERT INTO ops.receipt AS stored (
    batch,
    landing_key,
    feed,
    root_agency,
    window_start,
    window_end,
    pulled,
    loaded,
    unchanged,
    duplicate,
    quarantined,
    newest_record_at,
    loaded_at
)
VALUES (
    :batch,
    :landing_key,
    :feed,
    :root_agency,
    :window_start,
    :window_end,
    :pulled,
    :loaded,
    :unchanged,
    :duplicate,
    :quarantined,
    :newest_record_at,
    :loaded_at
)
ON CONFLICT (batch, landing_key) DO UPDATE SET
    pulled = excluded.pulled,
    loaded = excluded.loaded,
    unchanged = excluded.unchanged,
    duplicate = excluded.duplicate,
    quarantined = excluded.quarantined,
    newest_record_at = excluded.newest_record_at,
    loaded_at = CASE WHEN :wrote THEN excluded.loaded_at ELSE stored.loaded_at END
