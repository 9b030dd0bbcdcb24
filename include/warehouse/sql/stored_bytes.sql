-- Grain: one row: how much is stored where records of the batch can stand: in the months of its codes, or in the table.

SELECT coalesce(sum(pg_relation_size(part.relid)), 0)
FROM pg_partition_tree(CAST(:table AS regclass)) AS part
WHERE
    part.isleaf
    AND (part.level = 0 OR right(CAST(part.relid AS text), 6) = ANY(CAST(:codes AS text [])))
