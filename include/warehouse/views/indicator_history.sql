-- Grain: period × agency × indicator × vintage. Readers: analysts, inspectors.

CREATE VIEW mart.indicator_history AS
SELECT
    published.period,
    published.agency_code,
    published.indicator,
    published.numerator,
    published.denominator,
    published.rate,
    published.points,
    published.state,
    published.framework,
    published.formula_version,
    published.vintage,
    published.data_as_of,
    vintage.published_at
FROM publication.indicator AS published
INNER JOIN publication.vintage AS vintage
    ON vintage.period = published.period AND vintage.vintage = published.vintage;

COMMENT ON VIEW mart.indicator_history IS
'Every value that was published, as known when. A value that was never published is not here. | Mọi giá trị đã công bố, kèm thời điểm công bố. Giá trị chưa công bố không có ở đây.';
COMMENT ON COLUMN mart.indicator_history.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.indicator_history.agency_code IS
'Agency with everything below it, normalised code such as H13.05. | Cơ quan cùng các đơn vị trực thuộc, mã định danh đã chuẩn hóa, ví dụ H13.05.';
COMMENT ON COLUMN mart.indicator_history.indicator IS
'Code of the indicator, such as online_payment_rate. | Mã chỉ số, ví dụ online_payment_rate.';
COMMENT ON COLUMN mart.indicator_history.numerator IS
'What is counted; empty when not known. | Tử số; trống khi chưa biết.';
COMMENT ON COLUMN mart.indicator_history.denominator IS
'Out of how many; empty when not known. | Mẫu số; trống khi chưa biết.';
COMMENT ON COLUMN mart.indicator_history.rate IS
'Numerator ÷ denominator, 0 to 1; empty when it does not apply or is not known. | Tử số chia mẫu số, từ 0 đến 1; trống khi không áp dụng hoặc chưa biết.';
COMMENT ON COLUMN mart.indicator_history.points IS
'Points that the framework gives for the rate. | Điểm theo bộ chỉ số.';
COMMENT ON COLUMN mart.indicator_history.state IS
'ok, not_applicable, no_data, incomplete or preliminary. | ok (đủ), not_applicable (không áp dụng), no_data (không có số liệu), incomplete (thiếu) hoặc preliminary (tạm tính).';
COMMENT ON COLUMN mart.indicator_history.framework IS
'Framework that gave the points. | Bộ chỉ số dùng để chấm điểm.';
COMMENT ON COLUMN mart.indicator_history.formula_version IS
'Version of the formula; figures of two versions are not compared. | Phiên bản công thức; không so sánh số liệu của hai phiên bản.';
COMMENT ON COLUMN mart.indicator_history.vintage IS
'Which publication of the period: 1, 2, … | Lần công bố của kỳ: 1, 2, …';
COMMENT ON COLUMN mart.indicator_history.data_as_of IS
'The portal''s records are complete up to this moment. | Dữ liệu của cổng đã đầy đủ đến thời điểm này.';
COMMENT ON COLUMN mart.indicator_history.published_at IS
'When this vintage was published. | Thời điểm công bố.';
