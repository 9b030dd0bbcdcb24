-- Grain: receipt of a batch's newest landed object (:landing_key, when it is known): what waited is known by now.

UPDATE ops.receipt
SET
    unchanged = unchanged + :settled_count,
    quarantined = quarantined - :settled_count
WHERE
    batch = :batch
    AND landing_key = coalesce(
        CAST(:landing_key AS text),
        (
            SELECT newest.landing_key
            FROM ops.receipt AS newest
            WHERE newest.batch = :batch
            ORDER BY newest.loaded_at DESC, newest.landing_key DESC
            LIMIT 1
        )
    )
