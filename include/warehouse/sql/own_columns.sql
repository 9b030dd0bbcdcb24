-- Grain: column of a table that a batch of records fills from its own columns.

SELECT attname
FROM pg_attribute
WHERE
    attrelid = CAST(:table AS regclass)
    AND attnum > 0
    AND NOT attisdropped
    AND attgenerated = ''
    AND attname NOT IN ('batch', 'loaded_at')
ORDER BY attnum
