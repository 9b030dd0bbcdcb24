-- Grain: period × agency (with all below it) × indicator × procedure that lacks. Readers: analysts, the page.
-- Of the indicators that count procedures: as they stand on the period's last day, each once; over the agencies of the
-- time, as the figure itself.

CREATE VIEW mart.what_if_procedure AS
WITH
figure AS NOT MATERIALIZED (
    SELECT
        told.period,
        told.agency_code,
        told.indicator,
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
    WHERE
        told.denominator > told.numerator
        AND told.indicator IN (
            'online_service_coverage_rate', 'active_online_service_rate', 'full_online_service_rate',
            'payable_procedure_rate', 'fee_procedure_payment_rate', 'fee_procedure_activity_rate'
        )
),

looked_at AS (
    SELECT DISTINCT
        period,
        agency_code,
        since,
        until
    FROM figure
),

held AS (
    SELECT
        looked_at.period,
        looked_at.agency_code,
        offer.procedure_code,
        min(coalesce(offer.online_level, 0)) AS online_level,
        coalesce(bool_or(offer.has_fee), FALSE) AS has_fee,
        coalesce(bool_and(coalesce(offer.payable_online, FALSE)) FILTER (WHERE offer.has_fee), FALSE) AS payable_online
    FROM looked_at
    INNER JOIN core.agency_stood AS tree
        ON
            tree.ancestor_code = looked_at.agency_code
            AND tree.since < looked_at.until
            AND tree.until >= looked_at.until
    INNER JOIN core.procedure_agency AS offer
        ON
            offer.agency_code = tree.agency_code
            AND offer.valid_from < looked_at.until
            AND coalesce(offer.valid_to, 'infinity') >= looked_at.until
    GROUP BY looked_at.period, looked_at.agency_code, offer.procedure_code
),

seen AS (
    SELECT
        looked_at.period,
        looked_at.agency_code,
        cube.procedure_code,
        sum(cube.received_count) AS received_count,
        bool_or(cube.fee_count > 0) AS had_fee_dossier,
        bool_or(cube.paid_online_count > 0) AS had_online_payment,
        bool_or(cube.channel = 'online' AND cube.received_count > 0) AS had_online_dossier
    FROM looked_at
    INNER JOIN core.agency_stood AS tree ON tree.ancestor_code = looked_at.agency_code
    INNER JOIN core.dossier_cube AS cube
        ON
            cube.agency_code = tree.agency_code
            AND tree.since < cube.month + INTERVAL '1 month'
            AND tree.until >= cube.month + INTERVAL '1 month'
            AND cube.month >= looked_at.since
            AND cube.month < looked_at.until
    GROUP BY looked_at.period, looked_at.agency_code, cube.procedure_code
),

told AS (
    SELECT
        held.period,
        held.agency_code,
        held.procedure_code,
        coalesce(seen.received_count, 0)::bigint AS received_count,
        lacking.indicator
    FROM held
    LEFT JOIN seen
        ON
            seen.period = held.period
            AND seen.agency_code = held.agency_code
            AND seen.procedure_code = held.procedure_code
    CROSS JOIN LATERAL (
        VALUES
        ('online_service_coverage_rate', TRUE, held.online_level > 0),
        ('active_online_service_rate', held.online_level > 0, seen.had_online_dossier),
        ('full_online_service_rate', held.online_level > 0, held.online_level = 2),
        ('payable_procedure_rate', held.has_fee, held.payable_online),
        ('fee_procedure_payment_rate', held.has_fee, seen.had_online_payment),
        ('fee_procedure_activity_rate', held.has_fee, seen.had_fee_dossier)
    ) AS lacking (indicator, is_counted, is_met)
    WHERE lacking.is_counted AND NOT coalesce(lacking.is_met, FALSE)
)

SELECT
    told.period,
    told.agency_code,
    told.indicator,
    told.procedure_code,
    told.received_count
FROM told
INNER JOIN figure
    ON
        figure.period = told.period
        AND figure.agency_code = told.agency_code
        AND figure.indicator = told.indicator;

COMMENT ON VIEW mart.what_if_procedure IS
'Which procedures an indicator lacks: those that it counts and that do not meet it; of the indicators that count procedures. | Chỉ số còn thiếu những thủ tục nào: thủ tục được tính nhưng chưa đạt; gồm các chỉ số đếm thủ tục.';
COMMENT ON COLUMN mart.what_if_procedure.period IS
'Month, quarter, half-year or year: 2024-06, 2024-Q2, 2024-H1, 2024. | Tháng, quý, nửa năm hoặc năm: 2024-06, 2024-Q2, 2024-H1, 2024.';
COMMENT ON COLUMN mart.what_if_procedure.agency_code IS
'Agency with everything below it. | Cơ quan cùng các đơn vị trực thuộc.';
COMMENT ON COLUMN mart.what_if_procedure.indicator IS
'Code of the indicator. | Mã chỉ số.';
COMMENT ON COLUMN mart.what_if_procedure.procedure_code IS
'Procedure, national code. | Mã thủ tục hành chính quốc gia.';
COMMENT ON COLUMN mart.what_if_procedure.received_count IS
'Dossiers of it that the period brought: where there are many, the next step is near. | Số hồ sơ của thủ tục tiếp nhận trong kỳ: có nhiều hồ sơ thì dễ đạt hơn.';
