-- Who may do what, said anew after every migration: owner DDL, loader the records, publisher vintages, analyst reading.
-- Run as reform_owner. What is made later is granted to nobody until it is named here.

GRANT USAGE ON SCHEMA core, quarantine, ops, mart, publication TO reform_loader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA core, quarantine, ops TO reform_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA core, quarantine, ops TO reform_loader;
GRANT SELECT ON ALL TABLES IN SCHEMA mart, publication TO reform_loader;
REVOKE INSERT, UPDATE, DELETE ON ops.alembic_version, ops.view_definition FROM reform_loader;

GRANT USAGE ON SCHEMA core, ops, mart, publication TO reform_publisher;
GRANT SELECT ON ALL TABLES IN SCHEMA core, mart, publication TO reform_publisher;
GRANT SELECT ON ops.alembic_version, ops.receipt, ops.rule_result, ops.measured, ops.touched, ops.watermark
TO reform_publisher;
GRANT SELECT (file_hash, outcome, agency_code, month, version) ON ops.unit_report_file TO reform_publisher;
GRANT INSERT ON publication.vintage, publication.indicator, publication.index_score, publication.restatement,
publication.changed_record TO reform_publisher;

GRANT USAGE ON SCHEMA mart, publication TO reform_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA mart, publication TO reform_analyst;
REVOKE ALL ON publication.past_record FROM reform_analyst;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA core, quarantine, ops, mart, publication FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.ensure_partitions(date []), ops.begin_month(text), ops.index_month(text),
ops.attach_month(text), ops.drop_bare_months() TO reform_loader;
