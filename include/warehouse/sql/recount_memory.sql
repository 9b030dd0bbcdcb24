-- A recount sums up millions of records into a million rows: in memory where there is room for them, and by hash, which
-- the planner, knowing nothing of how many rows it will be, would leave for a sort of every record.

SET LOCAL work_mem = '256MB';
SET LOCAL enable_sort = off;
