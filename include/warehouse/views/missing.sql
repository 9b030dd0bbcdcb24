-- Grain: period × agency × agency whose records are missing in it × feed. Readers: analysts, the page.

CREATE VIEW mart.missing AS
SELECT
    missing.period,
    missing.agency_code,
    missing.missing_agency_code,
    newest.agency_name AS missing_agency_name,
    missing.feed,
    pulled.complete_until
FROM core.missing AS missing
LEFT JOIN LATERAL (
    SELECT agency.agency_name
    FROM core.agency AS agency
    WHERE agency.agency_code = missing.missing_agency_code
    ORDER BY agency.valid_from DESC
    LIMIT 1
) AS newest ON TRUE
LEFT JOIN LATERAL (
    SELECT MAX(mark.complete_until) AS complete_until
    FROM core.agency_ancestor AS tree
    INNER JOIN ops.watermark AS mark ON mark.root_agency = tree.ancestor_code
    WHERE tree.agency_code = missing.missing_agency_code AND mark.feed = missing.feed
) AS pulled ON TRUE;

COMMENT ON VIEW mart.missing IS
'Whose records are missing where a figure is incomplete or there is none. | Cơ quan, đơn vị còn thiếu dữ liệu khi số liệu chưa đủ hoặc không có.';
COMMENT ON COLUMN mart.missing.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.missing.agency_code IS
'Agency whose figures are incomplete. | Cơ quan có số liệu chưa đủ.';
COMMENT ON COLUMN mart.missing.missing_agency_code IS
'Agency whose own records are missing: itself or one below it. | Cơ quan còn thiếu dữ liệu: chính cơ quan đó hoặc đơn vị trực thuộc.';
COMMENT ON COLUMN mart.missing.missing_agency_name IS
'Its name; empty when no catalogue names it. | Tên cơ quan còn thiếu; trống khi danh mục không có.';
COMMENT ON COLUMN mart.missing.feed IS
'Feed that is missing in the period, or in a part of it. | Nguồn dữ liệu còn thiếu trong kỳ hoặc một phần của kỳ.';
COMMENT ON COLUMN mart.missing.complete_until IS
'How far the feed is here for that agency; empty when it was never pulled. | Nguồn đã có đến thời điểm này; trống khi chưa từng lấy.';
