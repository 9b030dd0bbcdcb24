-- What the services of the kept periods need: months of the year as bits (January the lowest), so that one pass over a
-- year serves all of its periods. Sorted out here, where the planner can see how many there are.
ANALYZE kept;

-- Of whom a place consists, in which months; owner is an agency in a year.
CREATE TEMP TABLE member ON COMMIT DROP AS
SELECT
    DENSE_RANK() OVER (ORDER BY asked.year, tree.agency_code)::int AS owner,
    tree.agency_code,
    asked.place,
    asked.year,
    BIT_OR(month.last_bit) AS months,
    COUNT(*) OVER (PARTITION BY asked.place, asked.year) = 1 AS is_alone
FROM (SELECT DISTINCT place, year FROM kept) AS asked
INNER JOIN tree ON tree.place = asked.place AND NOT tree.is_divided
INNER JOIN period AS month
    ON
        month.year = asked.year
        AND month.month_bits = month.last_bit
        AND month.until > tree.since
        AND month.until <= tree.until
GROUP BY tree.agency_code, asked.place, asked.year;
ANALYZE member;

CREATE TEMP TABLE owner ON COMMIT DROP AS
SELECT DISTINCT owner, agency_code, year FROM member;
ANALYZE owner;

-- What a procedure is at the end of each month; of one kind are all that are alike through the year.
CREATE TEMP TABLE known_procedure ON COMMIT DROP AS
WITH asked_month AS (
    SELECT
        year,
        last_bit AS month_bit,
        until - 1 AS last_day
    FROM period
    WHERE month_bits = last_bit AND year IN (SELECT year FROM kept)
),

version AS (
    SELECT
        procedure.procedure_code,
        asked_month.year,
        BIT_OR(asked_month.month_bit) AS held_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.online_level = 2), 0) AS full_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.online_level = 1), 0) AS partial_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.has_fee), 0) AS fee_months,
        COALESCE(BIT_OR(asked_month.month_bit) FILTER (WHERE procedure.payable_online), 0) AS payable_months
    FROM core.procedure AS procedure
    INNER JOIN asked_month
        ON
            procedure.valid_from <= asked_month.last_day
            AND COALESCE(procedure.valid_to, 'infinity') > asked_month.last_day
    GROUP BY procedure.procedure_code, asked_month.year
)

SELECT
    *,
    DENSE_RANK() OVER (
        ORDER BY year, held_months, full_months, partial_months, fee_months, payable_months
    )::int AS kind,
    ROW_NUMBER() OVER ()::int AS procedure_no
FROM version;
ANALYZE known_procedure;

-- Which months saw a dossier with a fee, a payment online, a dossier online: twelve bits each, in one number.
CREATE TEMP TABLE activity ON COMMIT DROP AS
SELECT
    owner.owner,
    known_procedure.kind,
    known_procedure.procedure_no,
    BIT_OR(
        CASE WHEN cube.fee_count > 0 THEN cell.month_bit ELSE 0 END
        | CASE WHEN cube.paid_online_count > 0 THEN cell.month_bit::bigint << 12 ELSE 0 END
        | CASE WHEN cube.channel = 'online' AND cube.received_count > 0 THEN cell.month_bit::bigint << 24 ELSE 0 END
    ) AS active_months
FROM core.dossier_cube AS cube
INNER JOIN cell ON cell.month = cube.month AND cell.agency_code = cube.agency_code
INNER JOIN owner ON owner.agency_code = cube.agency_code AND owner.year = cell.year
INNER JOIN known_procedure
    ON known_procedure.procedure_code = cube.procedure_code AND known_procedure.year = cell.year
GROUP BY owner.owner, known_procedure.procedure_no, known_procedure.kind;
ANALYZE activity;

-- A link holds at the end of the months before that of its end, less those before that of its beginning; most hold all
-- year. The stretches of one link do not overlap: so in a month it holds once.
CREATE TEMP TABLE authority ON COMMIT DROP AS
SELECT
    owner.owner,
    known_procedure.kind,
    known_procedure.procedure_no,
    CASE
        WHEN
            held.valid_from <= MAKE_DATE(known_procedure.year, 1, 1)
            AND COALESCE(held.valid_to > MAKE_DATE(known_procedure.year, 12, 31), TRUE)
            THEN known_procedure.held_months
        ELSE
            known_procedure.held_months
            & ((1 << GREATEST(0, LEAST(12,
                (EXTRACT(YEAR FROM COALESCE(held.valid_to, 'infinity')) - known_procedure.year) * 12
                + EXTRACT(MONTH FROM held.valid_to) - 1
            ))::int) - 1)
            & ~((1 << GREATEST(0, LEAST(12,
                (EXTRACT(YEAR FROM held.valid_from) - known_procedure.year) * 12
                + EXTRACT(MONTH FROM held.valid_from) - 1
            ))::int) - 1)
    END AS authority_months
FROM core.procedure_agency AS held
INNER JOIN known_procedure ON known_procedure.procedure_code = held.procedure_code
INNER JOIN owner ON owner.agency_code = held.agency_code AND owner.year = known_procedure.year;
ANALYZE authority;
