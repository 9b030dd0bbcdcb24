-- What stands beside the figures of page_seed.sql: a published half-year that changed since, agencies that are missing,
-- what is worth what, where it is lacking, and the portal's own points.
INSERT INTO core.procedure (procedure_code, valid_from, procedure_name, content_hash) VALUES
('1.004645', '2024-01-01', 'Thông báo tổ chức <i>đoàn</i>', 'a');

INSERT INTO core.agency_ancestor (agency_code, ancestor_code, distance) VALUES ('H13.05', 'H13.05', 0);
INSERT INTO core.agency_stood (agency_code, ancestor_code, since, until) VALUES
('H13.05', 'H13.05', '-infinity', 'infinity');

INSERT INTO core.payment_cube (
    month, agency_code, procedure_code, method, gateway, transaction_count, amount_vnd, refunded_vnd
) VALUES
('2024-02-01', 'H13.05', '1.004645', 'online', 'DVCQG', 173, 0, 0),
('2024-02-01', 'H13.05', '1.004645', 'cash', '', 12, 0, 0),
('2024-03-01', 'H13.05', '1.004646', 'transfer', '', 4, 0, 0);

INSERT INTO core.indicator (
    period, agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version, data_as_of
) VALUES
('2024-H2', 'H13.05', 'online_transaction_rate', 100, 150, 0.6667, NULL, 'preliminary', NULL, '1', '2024-12-01 00:00+07'),
('2024-H2', 'H13.05', 'online_payment_rate', 10, 150, 0.0667, NULL, 'preliminary', NULL, '1', '2024-12-30 00:00+07');

INSERT INTO core.missing (period, agency_code, missing_agency_code, feed) VALUES
('2024-06', 'H13.05', 'H13', 'payments'),
('2024-06', 'H13.05', 'H13.05', 'dossiers');

INSERT INTO core.reconciliation (
    period, agency_code, framework, group_code, published_points, our_points, difference_points, definition_points,
    timing_points, missing_points, duplicate_points, unexplained_points, state, seen_at, data_as_of
) VALUES
('2024-06', 'H13.05', '766-2026', 'CKMB', 13.5, 13.5, 0, 0, 0, 0, 0, 0, 'ok', '2024-07-05 04:00+07', '2024-07-01 02:30+07'),
('2024-06', 'H13.05', '766-2026', 'TDGQ', 19.2, 18.71, -0.49, 0, 0, -0.4, 0, -0.09, 'ok', '2024-07-05 04:00+07', '2024-07-01 02:30+07'),
('2024-06', 'H13.05', '766-2026', 'CLGQ', 10, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no_data', '2024-07-05 04:00+07', NULL),
('2024-06', 'H13.05', '766-2026', 'TOTAL', 80, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no_data', '2024-07-05 04:00+07', '2024-07-01 02:30+07');

INSERT INTO core.reconciliation_count (
    period, agency_code, framework, group_code, input, cause, numerator, denominator
) VALUES
('2024-06', 'H13.05', '766-2026', 'TDGQ', 'on_time_rate', 'published', 960, 1000),
('2024-06', 'H13.05', '766-2026', 'TDGQ', 'on_time_rate', 'missing', -66, -70),
('2024-06', 'H13.05', '766-2026', 'TDGQ', 'on_time_rate', 'unexplained', -24, 0),
('2024-06', 'H13.05', '766-2026', 'TDGQ', 'on_time_rate', 'ours', 870, 930);

INSERT INTO core.reconciliation_evidence VALUES ('2024-06', 'H13.05', 3, 1065, 2, 0, 1, 0, 0);

-- Two of the transactions were found online after it was published.
INSERT INTO publication.vintage (
    period, vintage, since, until, published_at, published_by, data_as_of, inputs_sha256, values_sha256, formulas,
    weights, frozen_at
) VALUES
('2024-H1', 1, '2024-01-01', '2024-07-01', '2024-07-05 09:00+07', 'Phòng Kiểm soát', '2024-07-01 02:30+07', '', '', '[]', '[]', '2024-07-05 09:00+07');

INSERT INTO publication.indicator (
    period, vintage, agency_code, indicator, numerator, denominator, rate, state, formula_version, data_as_of
)
SELECT period, 1, agency_code, indicator, numerator, denominator, rate, state, formula_version, data_as_of
FROM core.indicator
WHERE period = '2024-H1';

UPDATE core.indicator SET numerator = 175, rate = 175.0 / 189 WHERE period = '2024-H1';
