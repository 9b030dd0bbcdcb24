-- Grain: period × agency × indicator × perimeter. Readers: analysts, the page.

CREATE VIEW mart.trend AS
WITH figure AS (
    SELECT
        'of_the_time' AS perimeter,
        core.indicator.*
    FROM core.indicator
    UNION ALL
    SELECT
        'today' AS perimeter,
        core.indicator_today.*
    FROM core.indicator_today
    UNION ALL
    SELECT
        'today' AS perimeter,
        same.*
    FROM core.indicator AS same
    WHERE
        NOT EXISTS (SELECT FROM core.ended_agency WHERE core.ended_agency.agency_code = same.agency_code)
        AND NOT EXISTS (
            SELECT FROM core.indicator_today AS other
            WHERE
                other.period = same.period
                AND other.agency_code = same.agency_code
                AND other.indicator = same.indicator
        )
)

SELECT
    period,
    agency_code,
    indicator,
    perimeter,
    numerator,
    denominator,
    rate,
    points,
    state,
    framework,
    formula_version,
    data_as_of
FROM figure;

COMMENT ON VIEW mart.trend IS
'Every indicator over the perimeter of its time and over today''s; read one perimeter at a time. | Mọi chỉ số theo phạm vi tại thời điểm đó và theo phạm vi hiện nay; mỗi lần chỉ đọc một phạm vi.';
COMMENT ON COLUMN mart.trend.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.trend.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.trend.indicator IS
'Code of the indicator. | Mã chỉ số.';
COMMENT ON COLUMN mart.trend.perimeter IS
'of_the_time: agencies as they were; today: predecessors added to their successor, units under today''s parents. | of_the_time: theo cơ quan tại thời điểm đó; today: cộng cơ quan tiền thân vào cơ quan kế thừa, theo cơ quan cấp trên hiện nay.';
COMMENT ON COLUMN mart.trend.numerator IS
'What is counted; empty when not known. | Tử số; trống khi chưa biết.';
COMMENT ON COLUMN mart.trend.denominator IS
'Out of how many; empty when not known. | Mẫu số; trống khi chưa biết.';
COMMENT ON COLUMN mart.trend.rate IS
'Numerator ÷ denominator, 0 to 1; empty when it does not apply or is not known. | Tử số chia mẫu số, từ 0 đến 1; trống khi không áp dụng hoặc chưa biết.';
COMMENT ON COLUMN mart.trend.points IS
'Points that the framework gives for the rate. | Điểm theo bộ chỉ số.';
COMMENT ON COLUMN mart.trend.state IS
'ok, not_applicable, no_data, incomplete or preliminary; over today''s perimeter also incomplete or no_data where a predecessor was divided (mart.perimeter). | ok (đủ), not_applicable (không áp dụng), no_data (không có số liệu), incomplete (thiếu) hoặc preliminary (tạm tính); theo phạm vi hiện nay còn là thiếu hoặc không có khi cơ quan tiền thân bị chia (mart.perimeter).';
COMMENT ON COLUMN mart.trend.framework IS
'Framework that gave the points. | Bộ chỉ số dùng để chấm điểm.';
COMMENT ON COLUMN mart.trend.formula_version IS
'Version of the formula; figures of two versions are not compared. | Phiên bản công thức; không so sánh số liệu của hai phiên bản.';
COMMENT ON COLUMN mart.trend.data_as_of IS
'The portal''s records are complete up to this moment. | Dữ liệu của cổng đã đầy đủ đến thời điểm này.';
