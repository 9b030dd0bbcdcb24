-- Grain: agency × month paid × method × gateway. Readers: the indicators over payments.
SELECT
    cube.agency_code,
    cube.month,
    cube.month AS counts_from,
    cube.method,
    cube.gateway,
    SUM(cube.transaction_count)::bigint AS transaction_count,
    SUM(cube.amount_vnd)::bigint AS amount_vnd,
    SUM(cube.refunded_vnd)::bigint AS refunded_vnd
FROM core.payment_cube AS cube
WHERE {of_cells}
GROUP BY cube.agency_code, cube.month, cube.method, cube.gateway
