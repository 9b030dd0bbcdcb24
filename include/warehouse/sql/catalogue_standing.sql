-- Grain: one row: whether the catalogue of :since is not older than any loaded of the same province, and whether it is
-- the first of its root agency.

SELECT
    NOT coalesce(bool_or(window_start > :since), FALSE) AS is_newest,
    NOT coalesce(bool_or(root_agency = :root_agency), FALSE) AS is_first
FROM ops.receipt
WHERE feed = :feed AND split_part(root_agency, '.', 1) = split_part(:root_agency, '.', 1)
