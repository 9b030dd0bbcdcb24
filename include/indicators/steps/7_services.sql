-- What the services of the kept periods need: months of the year as bits (January the lowest), so that one pass over a
-- year serves all of its periods. Sorted out here, where the planner can see how many there are.
ANALYZE kept;

-- Of whom a place consists, in which months; owner is an agency in a year. flag_months: the same for each of four flags.
CREATE TEMP TABLE member ON COMMIT DROP AS
SELECT
    DENSE_RANK() OVER (ORDER BY asked.year, tree.agency_code)::int AS owner,
    tree.agency_code,
    asked.place,
    asked.year,
    BIT_OR(month.last_bit) AS months,
    BIT_OR(month.last_bit) * (1 + (1 << 12) + (1 << 24) + (1::bigint << 36)) AS flag_months,
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
SELECT DISTINCT
    owner,
    agency_code,
    year,
    MAKE_DATE(year, 1, 1) AS first_day,
    MAKE_DATE(year, 12, 31) AS last_day
FROM member;
ANALYZE owner;

-- What an owner has itself of each procedure.
-- active_months: which months saw a dossier with a fee, a payment online, a dossier online: twelve bits each, in one
-- number.
-- authority_months: a link holds at the end of the months before that of its end, less those before that of its
-- beginning; most hold all year. The stretches of one link do not overlap: so in a month it holds once.
-- offer_months says of those months, twelve bits each, that there is no online service, that there is no full one, a
-- fee, a fee that cannot be paid online: so that several offers in one place join to the weakest of them.
CREATE TEMP TABLE own ON COMMIT DROP AS
WITH activity AS (
    SELECT
        owner.owner,
        cube.procedure_code,
        BIT_OR(
            CASE WHEN cube.fee_count > 0 THEN month.last_bit ELSE 0 END
            | CASE WHEN cube.paid_online_count > 0 THEN month.last_bit::bigint << 12 ELSE 0 END
            | CASE
                WHEN cube.channel = 'online' AND cube.received_count > 0 THEN month.last_bit::bigint << 24
                ELSE 0
            END
        ) AS active_months
    FROM core.dossier_cube AS cube
    INNER JOIN period AS month ON month.since = cube.month AND month.month_bits = month.last_bit
    INNER JOIN owner ON owner.agency_code = cube.agency_code AND owner.year = month.year
    WHERE {of_cells}
    GROUP BY owner.owner, cube.procedure_code
),

authority AS (
    SELECT
        owner.owner,
        held.procedure_code,
        stretch.months AS authority_months,
        stretch.months * (
            CASE held.online_level WHEN 2 THEN 0 WHEN 1 THEN 1 << 12 ELSE 1 + (1 << 12) END
            + CASE
                WHEN held.has_fee AND held.payable_online THEN 1 << 24
                WHEN held.has_fee THEN (1 << 24) + (1::bigint << 36)
                ELSE 0
            END
        ) AS offer_months
    FROM core.procedure_agency AS held
    INNER JOIN owner ON owner.agency_code = held.agency_code
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN
                    held.valid_from <= owner.first_day AND COALESCE(held.valid_to > owner.last_day, TRUE)
                    THEN 4095
                ELSE
                    ((1 << GREATEST(0, LEAST(12,
                        (EXTRACT(YEAR FROM COALESCE(held.valid_to, 'infinity')) - owner.year) * 12
                        + EXTRACT(MONTH FROM held.valid_to) - 1
                    ))::int) - 1)
                    & ~((1 << GREATEST(0, LEAST(12,
                        (EXTRACT(YEAR FROM held.valid_from) - owner.year) * 12
                        + EXTRACT(MONTH FROM held.valid_from) - 1
                    ))::int) - 1)
            END AS months
    ) AS stretch
    WHERE stretch.months <> 0
)

SELECT
    owner,
    procedure_code,
    COALESCE(authority.authority_months, 0) AS authority_months,
    COALESCE(authority.offer_months, 0) AS offer_months,
    COALESCE(activity.active_months, 0) AS active_months
FROM authority
FULL JOIN activity USING (owner, procedure_code);
ANALYZE own;
