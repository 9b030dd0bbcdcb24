-- Between which months and agencies the cells lie.
SELECT
    MIN(month),
    MAX(month),
    MIN(agency_code),
    MAX(agency_code)
FROM cell
