-- Which figures were set beside the portal's: vintage 0 are the live ones. late_count: dossiers of the period that came
-- after the vintage, which the portal may have counted.
ALTER TABLE core.reconciliation ADD COLUMN vintage integer NOT NULL DEFAULT 0;
ALTER TABLE core.reconciliation DROP CONSTRAINT reconciliation_pkey;
ALTER TABLE core.reconciliation ADD PRIMARY KEY (period, agency_code, framework, group_code, vintage);

ALTER TABLE core.reconciliation_count ADD COLUMN vintage integer NOT NULL DEFAULT 0;
ALTER TABLE core.reconciliation_count DROP CONSTRAINT reconciliation_count_pkey;
ALTER TABLE core.reconciliation_count ADD PRIMARY KEY (period, agency_code, framework, input, cause, vintage);

ALTER TABLE core.reconciliation_evidence ADD COLUMN vintage integer NOT NULL DEFAULT 0;
ALTER TABLE core.reconciliation_evidence ADD COLUMN late_count bigint NOT NULL DEFAULT 0;
ALTER TABLE core.reconciliation_evidence DROP CONSTRAINT reconciliation_evidence_pkey;
ALTER TABLE core.reconciliation_evidence ADD PRIMARY KEY (period, agency_code, vintage);
