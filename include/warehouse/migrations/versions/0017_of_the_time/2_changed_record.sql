-- For whom a record counts otherwise: its agency and those above it on the last day of the record's month. A record may
-- change the numerator of one and the denominator of another. Empty in what was published before this was kept.
ALTER TABLE publication.changed_record ADD COLUMN counts_for text [];
ALTER TABLE publication.changed_record DROP CONSTRAINT changed_record_pkey;
CREATE UNIQUE INDEX changed_record_once ON publication.changed_record (
    period, vintage, indicator, agency_code, record_code, counts_for
) NULLS NOT DISTINCT;
