-- Grain: period that any agency has figures for. Readers: analysts, the page, to choose from.
-- Steps from one period to the next along the key, rather than reading every figure.

CREATE VIEW mart.period AS
WITH RECURSIVE
step AS (
    SELECT MIN(period) AS period
    FROM core.indicator
    UNION ALL
    SELECT (SELECT MIN(live.period) FROM core.indicator AS live WHERE live.period > step.period) AS period
    FROM step
    WHERE step.period IS NOT NULL
),

known AS (
    SELECT period FROM step WHERE period IS NOT NULL
    UNION
    SELECT period FROM publication.vintage
)

SELECT
    known.period,
    COALESCE(MAX(vintage.vintage), 0) AS vintage,
    MAX(vintage.published_at) AS published_at
FROM known
LEFT JOIN publication.vintage AS vintage ON vintage.period = known.period
GROUP BY known.period;

COMMENT ON VIEW mart.period IS
'Periods with figures, and how often each was published. | Các kỳ có số liệu và số lần đã công bố.';
COMMENT ON COLUMN mart.period.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.period.vintage IS
'Newest vintage; 0 when the period was never published. | Lần công bố mới nhất; 0 khi kỳ chưa được công bố.';
COMMENT ON COLUMN mart.period.published_at IS
'When the newest vintage was published; empty when none was. | Thời điểm công bố gần nhất; trống khi chưa công bố.';
