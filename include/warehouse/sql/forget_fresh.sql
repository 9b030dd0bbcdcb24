-- A second pass in the same transaction begins anew.

DROP TABLE fresh;
TRUNCATE leaving;
