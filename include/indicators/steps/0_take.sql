-- Opens a measure: one at a time. A load that commits while it runs has left its own rows in ops.touched, and the next
-- measure looks at them again.
SELECT PG_ADVISORY_XACT_LOCK(HASHTEXTEXTENDED('reform-index measure', 0));

-- Months and agencies whose sums changed.
CREATE TEMP TABLE touched (month date NOT NULL, agency_code text NOT NULL) ON COMMIT DROP;
WITH taken AS (DELETE FROM ops.touched RETURNING month, agency_code)
INSERT INTO touched SELECT month, agency_code FROM taken;
