-- Grain: column of a table, and its type as PostgreSQL writes it.

SELECT
    attname,
    format_type(atttypid, NULL) AS type
FROM pg_attribute
WHERE
    attrelid = CAST(:table AS regclass)
    AND attnum > 0
    AND NOT attisdropped
