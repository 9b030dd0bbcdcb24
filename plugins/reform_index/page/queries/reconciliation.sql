-- Grain: group (TOTAL for the sum) of one agency and period, the portal's points beside ours. Reader: the page.
SELECT
    framework,
    group_code,
    published_points,
    our_points,
    difference_points,
    missing_points AS missing,
    duplicate_points AS duplicate,
    timing_points AS timing,
    definition_points AS definition,
    unexplained_points AS unexplained,
    state,
    seen_at,
    data_as_of,
    quarantined_count,
    code_gap_count,
    paid_unseen_count,
    quarantined_payment_count,
    duplicate_count,
    changed_count,
    changed_petition_count
FROM mart.reconciliation
WHERE
    agency_code = :agency_code
    AND period = :period
ORDER BY group_code;
