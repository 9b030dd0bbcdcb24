-- Grain: record with a newer version than the stored one. Reader: replace.sql.

CREATE TEMP TABLE newer ON COMMIT DROP AS
SELECT {columns}
FROM {table}
WITH NO DATA;
