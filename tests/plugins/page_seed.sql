-- A warehouse as it may stand after some nights: two departments, two months, one rate that fell, one letter that waits.
INSERT INTO core.agency (agency_code, valid_from, agency_name, level, parent_code, content_hash) VALUES
('H13', '2024-01-01', 'Thành phố Cần Thơ', 1, NULL, 'a'),
('H13.05', '2024-01-01', 'Sở Văn hóa, Thể thao và Du lịch', 2, 'H13', 'b'),
('H20.06', '2024-01-01', 'Sở <b>Nội vụ</b> & "Lao động"', 2, 'H20', 'c');

INSERT INTO core.indicator (
    period, agency_code, indicator, numerator, denominator, rate, points, state, framework, formula_version, data_as_of
) VALUES
('2024-H1', 'H13.05', 'online_transaction_rate', 173, 189, 173::numeric / 189, NULL, 'ok', NULL, '2026', '2024-07-01 02:30+07'),
('2024-06', 'H13.05', 'online_transaction_rate', 30, 31, 30::numeric / 31, NULL, 'ok', NULL, '2026', '2024-07-01 02:30+07'),
('2024-06', 'H13.05', 'online_payment_rate', 1234, 5678, 1234::numeric / 5678, 1.3, 'ok', '766-2026', '2026', '2024-07-01 02:30+07'),
('2024-06', 'H13.05', 'petition_on_time_rate', 0, 0, NULL, 6, 'not_applicable', '766-2026', '2026', '2024-07-01 02:30+07'),
('2024-06', 'H13.05', 'an_indicator_of_yesterday', NULL, NULL, NULL, NULL, 'no_data', NULL, '2025', NULL),
('2024-05', 'H20.06', 'online_payment_rate', 40, 100, 0.4, 2.4, 'preliminary', '766-2026', '2026', '2024-05-20 02:30+07');

INSERT INTO core.index_score (period, agency_code, framework, group_code, points, max_points, state) VALUES
('2024-06', 'H13.05', '766-2026', 'TDGQ', 20, 20, 'ok'),
('2024-06', 'H13.05', '766-2026', 'TTTT', 1.3, 10, 'ok'),
('2024-06', 'H13.05', '766-2026', 'CKMB', NULL, 18, 'no_data'),
('2024-06', 'H13.05', '766-2026', 'TOTAL', 21.3, 30, 'incomplete');

INSERT INTO ops.receipt (
    batch, landing_key, feed, root_agency, window_start, window_end, pulled, loaded, unchanged, duplicate, quarantined,
    loaded_at
) VALUES
('dossiers:H13.05:old', 'dossiers/H13.05/old.parquet', 'dossiers', 'H13.05', '2024-01-01', '2024-06-01', 5, 5, 0, 0, 0, '2024-06-30 02:31+07'),
('dossiers:H13.05:new', 'dossiers/H13.05/a&b.parquet', 'dossiers', 'H13.05', '2024-06-01', '2024-07-01', 1200, 1000, 100, 60, 40, '2024-07-01 02:31+07'),
('agencies:H13.05:day', 'agencies/H13.05/day.parquet', 'agencies', 'H13.05', '2024-07-01', '2024-07-02', 9, 9, 0, 0, 0, '2024-07-01 01:01+07');

INSERT INTO ops.watermark (feed, root_agency, complete_until) VALUES ('dossiers', 'H13.05', '2024-07-01 02:30+07');

INSERT INTO ops.rule_result (batch, landing_key, rule, severity, evaluated_count, failed_count, found) VALUES
('dossiers:H13.05:old', 'dossiers/H13.05/old.parquet', 'channel_known', 'warning', 380, 40, '{}'),
('dossiers:H13.05:new', 'dossiers/H13.05/a&b.parquet', 'fields_as_listed', 'info', 31, 1, '{+TruongMoi}'),
('dossiers:H13.05:new', 'dossiers/H13.05/a&b.parquet', 'channel_known', 'warning', 1140, 40, '{}'),
('dossiers:H13.05:new', 'dossiers/H13.05/a&b.parquet', 'a_rule_of_yesterday', 'info', 1140, 0, '{}');

INSERT INTO quarantine.record (feed, batch, position, record_key, rules, sentences, record, quarantined_at) VALUES
('dossiers', 'dossiers:H13.05:new', 7, 'x', '{channel_known,a_rule_of_yesterday}', '{first sentence,sentence of yesterday}', '{}', '2024-07-01 02:31+07'),
('dossiers', 'dossiers:H13.05:new', 8, 'y', '{channel_known}', '{first sentence}', '{}', '2024-07-01 02:31+07');

INSERT INTO ops.alert (
    rule, agency_code, period, indicator, severity, reasons, judged_since, judged_until, numerator, denominator,
    before_numerator, before_denominator, recover_at, formula_version, state, found_at
) VALUES
('online_payment_rate', 'H20.06', '2024-05', 'online_payment_rate', 'warning', '{floor}', '2024-05-01', '2024-06-01', 40, 100, 90, 100, 0.81, '2026', 'open', '2024-06-01 03:00+07');

INSERT INTO ops.outbox (
    letter_key, kind, period, recipient_name, recipient_email, language, subject, body_text, body_html, state,
    written_at, attempt_count, next_attempt_at, last_error
) VALUES
('k1', 'alert', '2024-05', 'Văn phòng Sở', 'van-phong@so.example', 'vi', 'Tỷ lệ thanh toán trực tuyến giảm', 'the letter itself', 'the letter itself', 'waiting', '2024-06-01 03:00+07', 3, '2024-06-01 04:00+07', 'connection refused by the mail server');
