-- Grain: period × agency (with all below it) × indicator × procedure × channel. Readers: analysts, the page.
-- Over the agencies of the time, as the figure itself: each month's by who stood below whom on its last day.
-- What is lacking stands in the cubes: denominator less numerator of the indicators over dossiers and over payments.

CREATE VIEW mart.what_if_place AS
WITH
figure AS NOT MATERIALIZED (
    SELECT
        told.period,
        told.agency_code,
        told.indicator,
        told.data_as_of,
        begun.first_day AS since,
        (begun.first_day + make_interval(months => written.months))::date AS until
    FROM core.indicator AS told
    CROSS JOIN LATERAL (
        SELECT
            left(told.period, 4)::int AS year,
            CASE substr(told.period, 6, 1) WHEN '' THEN 12 WHEN 'H' THEN 6 WHEN 'Q' THEN 3 ELSE 1 END AS months,
            coalesce(nullif(ltrim(substr(told.period, 6), 'HQ'), '')::int, 1) AS part
    ) AS written
    CROSS JOIN LATERAL (
        SELECT make_date(written.year, (written.part - 1) * written.months + 1, 1) AS first_day
    ) AS begun
    WHERE told.denominator > told.numerator
),

looked_at AS (
    SELECT DISTINCT
        period,
        agency_code,
        since,
        until
    FROM figure
),

counted AS (
    SELECT
        looked_at.period,
        looked_at.agency_code,
        cube.procedure_code,
        cube.channel,
        sum(cube.received_count) AS received_count,
        sum(cube.complaint_count) AS complaint_count,
        sum(cube.finished_count) AS finished_count,
        sum(cube.finished_on_time_count) AS finished_on_time_count,
        sum(cube.fee_count) AS fee_count,
        sum(cube.paid_online_count) AS paid_online_count,
        sum(cube.electronic_result_count) AS electronic_result_count,
        sum(cube.digitised_count) AS digitised_count,
        sum(cube.reused_count) AS reused_count,
        sum(cube.citizen_data_count) AS citizen_data_count
    FROM looked_at
    INNER JOIN core.agency_stood AS tree ON tree.ancestor_code = looked_at.agency_code
    INNER JOIN core.dossier_cube AS cube
        ON
            cube.agency_code = tree.agency_code
            AND tree.since < cube.month + INTERVAL '1 month'
            AND tree.until >= cube.month + INTERVAL '1 month'
            AND cube.month >= looked_at.since
            AND cube.month < looked_at.until
    GROUP BY looked_at.period, looked_at.agency_code, cube.procedure_code, cube.channel
),

place AS (
    SELECT
        figure.period,
        figure.agency_code,
        figure.indicator,
        cube.procedure_code,
        cube.channel,
        told.counted,
        told.lacking
    FROM counted AS cube
    CROSS JOIN LATERAL (
        VALUES
        ('on_time_rate', cube.received_count, 0),
        ('reception_satisfaction_rate', cube.received_count, cube.complaint_count),
        ('on_time_finished_rate', cube.finished_count, cube.finished_count - cube.finished_on_time_count),
        ('online_payment_rate', cube.fee_count, cube.fee_count - cube.paid_online_count),
        (
            'online_dossier_rate',
            cube.received_count,
            CASE cube.channel WHEN 'online' THEN 0 ELSE cube.received_count END
        ),
        ('electronic_result_rate', cube.received_count, cube.received_count - cube.electronic_result_count),
        ('digitised_rate', cube.received_count, cube.received_count - cube.digitised_count),
        ('reuse_rate', cube.received_count, cube.received_count - cube.reused_count),
        ('citizen_data_rate', cube.received_count, cube.received_count - cube.citizen_data_count)
    ) AS told (indicator, counted, lacking)
    INNER JOIN figure
        ON
            figure.period = cube.period
            AND figure.agency_code = cube.agency_code
            AND figure.indicator = told.indicator
    UNION ALL
    SELECT
        figure.period,
        figure.agency_code,
        figure.indicator,
        late.procedure_code,
        late.channel,
        0,
        told.lacking
    FROM figure
    INNER JOIN core.agency_stood AS tree ON tree.ancestor_code = figure.agency_code
    INNER JOIN core.breach_cube AS late
        ON
            late.agency_code = tree.agency_code
            AND tree.since < late.month + INTERVAL '1 month'
            AND tree.until >= late.month + INTERVAL '1 month'
            AND late.month >= figure.since
            AND late.month < figure.until
            AND late.breached_on < least(figure.until, (figure.data_as_of AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    CROSS JOIN LATERAL (
        VALUES
        ('on_time_rate', late.breached_count),
        ('reception_satisfaction_rate', late.breached_count - late.complaint_count)
    ) AS told (indicator, lacking)
    WHERE told.indicator = figure.indicator AND figure.indicator IN ('on_time_rate', 'reception_satisfaction_rate')
    UNION ALL
    SELECT
        figure.period,
        figure.agency_code,
        figure.indicator,
        paid.procedure_code,
        paid.method,
        paid.transaction_count,
        CASE paid.method WHEN 'online' THEN 0 ELSE paid.transaction_count END
    FROM figure
    INNER JOIN core.agency_stood AS tree ON tree.ancestor_code = figure.agency_code
    INNER JOIN core.payment_cube AS paid
        ON
            paid.agency_code = tree.agency_code
            AND tree.since < paid.month + INTERVAL '1 month'
            AND tree.until >= paid.month + INTERVAL '1 month'
            AND paid.month >= figure.since
            AND paid.month < figure.until
    WHERE figure.indicator = 'online_transaction_rate'
)

SELECT
    period,
    agency_code,
    indicator,
    procedure_code,
    channel,
    sum(lacking)::bigint AS lacking_count,
    sum(counted)::bigint AS denominator
FROM place
GROUP BY period, agency_code, indicator, procedure_code, channel
HAVING sum(lacking) <> 0;

COMMENT ON VIEW mart.what_if_place IS
'Where an indicator loses: what is lacking (denominator less numerator), by procedure and channel; of the indicators over dossiers and over payments. | Chỉ số còn thiếu ở đâu: phần chưa đạt (mẫu số trừ tử số) theo thủ tục và kênh; gồm các chỉ số tính trên hồ sơ và trên giao dịch thanh toán.';
COMMENT ON COLUMN mart.what_if_place.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.what_if_place.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.what_if_place.indicator IS
'Code of the indicator. | Mã chỉ số.';
COMMENT ON COLUMN mart.what_if_place.procedure_code IS
'Procedure, national code. | Mã thủ tục hành chính quốc gia.';
COMMENT ON COLUMN mart.what_if_place.channel IS
'How the dossiers came in: direct, online or postal; of online_transaction_rate how they were paid: cash or transfer. | Kênh tiếp nhận: direct (trực tiếp), online (trực tuyến), postal (bưu chính); với online_transaction_rate là cách nộp: cash (tiền mặt), transfer (chuyển khoản).';
COMMENT ON COLUMN mart.what_if_place.lacking_count IS
'Records that do not count for the numerator. | Số bản ghi chưa đạt (chưa vào tử số).';
COMMENT ON COLUMN mart.what_if_place.denominator IS
'Out of how many. | Trên tổng số.';
