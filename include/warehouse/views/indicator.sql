-- Grain: period × agency × indicator: the newest vintage, and live (vintage 0) where the period was never published.
-- Readers: analysts, the page.

CREATE VIEW mart.indicator AS
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
    published.data_as_of
FROM publication.indicator AS published
INNER JOIN (
    SELECT
        period,
        MAX(vintage) AS vintage
    FROM publication.vintage
    GROUP BY period
) AS newest ON newest.period = published.period AND newest.vintage = published.vintage
UNION ALL
SELECT
    live.period,
    live.agency_code,
    live.indicator,
    live.numerator,
    live.denominator,
    live.rate,
    live.points,
    live.state,
    live.framework,
    live.formula_version,
    0 AS vintage,
    live.data_as_of
FROM core.indicator AS live
WHERE NOT EXISTS (SELECT FROM publication.vintage WHERE vintage.period = live.period);

COMMENT ON VIEW mart.indicator IS
'Every indicator of every agency and period: as published last, or as it stands now where nothing was published yet. | Mọi chỉ số của từng cơ quan và kỳ: theo lần công bố mới nhất, hoặc theo số liệu hiện tại nếu kỳ chưa được công bố.';
COMMENT ON COLUMN mart.indicator.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.indicator.agency_code IS
'Agency with everything below it, normalised code such as H13.05. | Cơ quan cùng các đơn vị trực thuộc, mã định danh đã chuẩn hóa, ví dụ H13.05.';
COMMENT ON COLUMN mart.indicator.indicator IS
'Code of the indicator, such as online_payment_rate. | Mã chỉ số, ví dụ online_payment_rate.';
COMMENT ON COLUMN mart.indicator.numerator IS
'What is counted; empty when not known. | Tử số; trống khi chưa biết.';
COMMENT ON COLUMN mart.indicator.denominator IS
'Out of how many; empty when not known. | Mẫu số; trống khi chưa biết.';
COMMENT ON COLUMN mart.indicator.rate IS
'Numerator ÷ denominator, 0 to 1; empty when it does not apply or is not known. | Tử số chia mẫu số, từ 0 đến 1; trống khi không áp dụng hoặc chưa biết.';
COMMENT ON COLUMN mart.indicator.points IS
'Points that the framework gives for the rate. | Điểm theo bộ chỉ số.';
COMMENT ON COLUMN mart.indicator.state IS
'ok, not_applicable, no_data, incomplete or preliminary. | ok (đủ), not_applicable (không áp dụng), no_data (không có số liệu), incomplete (thiếu) hoặc preliminary (tạm tính).';
COMMENT ON COLUMN mart.indicator.framework IS
'Framework that gave the points. | Bộ chỉ số dùng để chấm điểm.';
COMMENT ON COLUMN mart.indicator.formula_version IS
'Version of the formula; figures of two versions are not compared. | Phiên bản công thức; không so sánh số liệu của hai phiên bản.';
COMMENT ON COLUMN mart.indicator.vintage IS
'Which published value this is; 0 is the live value, not published. | Lần công bố của giá trị; 0 là giá trị hiện hành, chưa công bố.';
COMMENT ON COLUMN mart.indicator.data_as_of IS
'The portal''s records are complete up to this moment. | Dữ liệu của cổng đã đầy đủ đến thời điểm này.';
