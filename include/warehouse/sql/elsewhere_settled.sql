-- Writes: stale, and `leaving`: the places that moved payments leave. Reads: elsewhere.sql.

INSERT INTO stale (place)
SELECT place FROM elsewhere WHERE NOT is_moved
ON CONFLICT DO NOTHING;

INSERT INTO leaving (payment_reference, code_month)
SELECT payment_reference, code_month FROM elsewhere WHERE is_moved;
