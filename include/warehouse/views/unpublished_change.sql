-- Grain: period × agency × indicator of a published period whose live figure is another one. Readers: analysts, the
-- person who publishes.

CREATE VIEW mart.unpublished_change AS
SELECT
    period,
    agency_code,
    indicator,
    published.vintage,
    published.numerator AS published_numerator,
    published.denominator AS published_denominator,
    published.rate AS published_rate,
    published.points AS published_points,
    published.state AS published_state,
    live.numerator AS live_numerator,
    live.denominator AS live_denominator,
    live.rate AS live_rate,
    live.points AS live_points,
    live.state AS live_state
FROM (
    SELECT figure.*
    FROM publication.indicator AS figure
    INNER JOIN (
        SELECT
            period,
            MAX(vintage) AS vintage
        FROM publication.vintage
        GROUP BY period
    ) AS newest ON newest.period = figure.period AND newest.vintage = figure.vintage
) AS published
FULL JOIN (
    SELECT figure.*
    FROM core.indicator AS figure
    WHERE EXISTS (SELECT FROM publication.vintage WHERE vintage.period = figure.period)
) AS live USING (period, agency_code, indicator)
WHERE
    (published.numerator, published.denominator, published.rate, published.points, published.state)
    IS DISTINCT FROM (live.numerator, live.denominator, live.rate, live.points, live.state);

COMMENT ON VIEW mart.unpublished_change IS
'Published figures that would be restated if their period were published now. | Các chỉ số đã công bố sẽ thay đổi nếu kỳ được công bố lại bây giờ.';
COMMENT ON COLUMN mart.unpublished_change.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.unpublished_change.agency_code IS
'Agency with everything below it, normalised code such as H13.05. | Cơ quan cùng các đơn vị trực thuộc, mã định danh đã chuẩn hóa, ví dụ H13.05.';
COMMENT ON COLUMN mart.unpublished_change.indicator IS
'Code of the indicator, such as online_payment_rate. | Mã chỉ số, ví dụ online_payment_rate.';
COMMENT ON COLUMN mart.unpublished_change.vintage IS
'Vintage that stands published. | Lần công bố đang có hiệu lực.';
COMMENT ON COLUMN mart.unpublished_change.published_numerator IS
'Numerator as published. | Tử số đã công bố.';
COMMENT ON COLUMN mart.unpublished_change.published_denominator IS
'Denominator as published. | Mẫu số đã công bố.';
COMMENT ON COLUMN mart.unpublished_change.published_rate IS
'Rate as published, 0 to 1. | Tỷ lệ đã công bố, từ 0 đến 1.';
COMMENT ON COLUMN mart.unpublished_change.published_points IS
'Points as published. | Điểm đã công bố.';
COMMENT ON COLUMN mart.unpublished_change.published_state IS
'State as published. | Trạng thái đã công bố.';
COMMENT ON COLUMN mart.unpublished_change.live_numerator IS
'Numerator by the records of now. | Tử số theo dữ liệu hiện tại.';
COMMENT ON COLUMN mart.unpublished_change.live_denominator IS
'Denominator by the records of now. | Mẫu số theo dữ liệu hiện tại.';
COMMENT ON COLUMN mart.unpublished_change.live_rate IS
'Rate by the records of now. | Tỷ lệ theo dữ liệu hiện tại.';
COMMENT ON COLUMN mart.unpublished_change.live_points IS
'Points by the records of now. | Điểm theo dữ liệu hiện tại.';
COMMENT ON COLUMN mart.unpublished_change.live_state IS
'State by the records of now. | Trạng thái theo dữ liệu hiện tại.';
