-- Grain: one row, what a department has to show for a period; empty where no data are. Reader: the end of `make run`.

WITH
department AS (
    SELECT agency_name
    FROM mart.agency
    WHERE agency_code = :agency_code AND is_newest
),

measured AS (
    SELECT indicator, numerator, denominator
    FROM mart.indicator
    WHERE period = :period AND agency_code = :agency_code
)

SELECT
    (SELECT agency_name FROM department) AS agency_name,
    (SELECT numerator FROM measured WHERE indicator = 'plan_task_rate') AS task_done_count,
    (SELECT denominator FROM measured WHERE indicator = 'plan_task_rate') AS task_count,
    (SELECT numerator FROM measured WHERE indicator = 'full_online_service_rate') AS full_count,
    (SELECT numerator FROM measured WHERE indicator = 'partial_online_service_rate') AS partial_count,
    (SELECT denominator FROM measured WHERE indicator = 'on_time_rate') AS received_count,
    (SELECT denominator - numerator FROM measured WHERE indicator = 'on_time_rate') AS late_count,
    (SELECT numerator FROM measured WHERE indicator = 'payable_procedure_rate') AS payable_count,
    (SELECT denominator FROM measured WHERE indicator = 'payable_procedure_rate') AS fee_procedure_count,
    (SELECT numerator FROM measured WHERE indicator = 'online_transaction_rate') AS online_transaction_count,
    (SELECT denominator FROM measured WHERE indicator = 'online_transaction_rate') AS transaction_count;
