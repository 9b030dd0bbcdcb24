-- Grain: one row: stored records that the batch should have held and did not.

SELECT count(*) FROM absent
