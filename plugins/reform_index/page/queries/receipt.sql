-- Grain: one receipt. Reader: the validation report of a batch.
SELECT
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
    loaded_at
FROM ops.receipt
WHERE
    batch = :batch
    AND landing_key = :landing_key;
