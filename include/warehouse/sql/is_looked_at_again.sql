-- Grain: one row: whether an earlier load of the same province covers a part of the window.

SELECT EXISTS (
    SELECT FROM ops.receipt
    WHERE
        feed = :feed
        AND split_part(root_agency, '.', 1) = split_part(:root_agency, '.', 1)
        AND window_start < :until
        AND window_end > :since
        AND (batch, landing_key) <> (:batch, :landing_key)
)
