-- Grain: period × vintage. Readers: analysts, inspectors, the page.

CREATE VIEW mart.vintage AS
SELECT
    period,
    vintage,
    published_at,
    published_by,
    data_as_of,
    inputs_sha256,
    values_sha256,
    vintage = MAX(vintage) OVER (PARTITION BY period) AS is_newest
FROM publication.vintage;

COMMENT ON VIEW mart.vintage IS
'What was published when, and by whom. | Các lần công bố: thời điểm và người công bố.';
COMMENT ON COLUMN mart.vintage.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.vintage.vintage IS
'Which publication of the period: 1, 2, … | Lần công bố của kỳ: 1, 2, …';
COMMENT ON COLUMN mart.vintage.published_at IS
'When this vintage was published. | Thời điểm công bố.';
COMMENT ON COLUMN mart.vintage.published_by IS
'Who published it. | Người công bố.';
COMMENT ON COLUMN mart.vintage.data_as_of IS
'The portal''s records are complete up to this moment. | Dữ liệu của cổng đã đầy đủ đến thời điểm này.';
COMMENT ON COLUMN mart.vintage.inputs_sha256 IS
'SHA-256 over the receipts of all loads that the vintage stands on. | Mã SHA-256 của biên nhận mọi lần nạp dữ liệu làm cơ sở cho lần công bố.';
COMMENT ON COLUMN mart.vintage.values_sha256 IS
'SHA-256 over the figures and scores of the vintage; evidence packs name it. | Mã SHA-256 của mọi chỉ số và điểm trong lần công bố; hồ sơ minh chứng ghi lại mã này.';
COMMENT ON COLUMN mart.vintage.is_newest IS
'Whether no later vintage of the period is published. | Có phải lần công bố mới nhất của kỳ không.';
