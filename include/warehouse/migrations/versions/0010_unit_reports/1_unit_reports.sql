-- What a unit reported for a month, each time it did: agency × first day of the month × submission. A later submission
-- stands in place of an earlier one, whichever came first; none is ever changed. It says how things stood at known_until,
-- the end of the month at the latest.
CREATE TABLE core.unit_report (
    agency_code text NOT NULL,
    month date NOT NULL CHECK (EXTRACT(DAY FROM month) = 1),
    version integer NOT NULL CHECK (version > 0),
    is_newest boolean NOT NULL,
    known_until timestamptz NOT NULL,
    template text NOT NULL,
    content_hash text NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (agency_code, month, version)
);
CREATE UNIQUE INDEX unit_report_newest ON core.unit_report (agency_code, month) WHERE is_newest;

-- What the cover of a submission says of each sheet: reported; nothing (there is nothing to report: 0); not_reported.
CREATE TABLE core.unit_report_sheet (
    agency_code text NOT NULL,
    month date NOT NULL,
    version integer NOT NULL,
    sheet text NOT NULL,
    answer text NOT NULL CHECK (answer IN ('reported', 'nothing', 'not_reported')),
    item_count integer NOT NULL,
    PRIMARY KEY (agency_code, month, version, sheet),
    FOREIGN KEY (agency_code, month, version) REFERENCES core.unit_report
);

-- A row of a sheet: its values by the names of the sheet's columns (include/reform/sheets), so that a column that is
-- added there needs no table changed. Dates are written as 2024-06-30, lists as their codes; what is empty is left out.
CREATE TABLE core.unit_report_item (
    agency_code text NOT NULL,
    month date NOT NULL,
    version integer NOT NULL,
    sheet text NOT NULL,
    row_number integer NOT NULL,
    item jsonb NOT NULL,
    PRIMARY KEY (agency_code, month, version, sheet, row_number),
    FOREIGN KEY (agency_code, month, version, sheet) REFERENCES core.unit_report_sheet
);

-- Every file that was looked at, by the hash of its bytes: what became of it, so that it is not looked at again. One that
-- was refused is judged anew when judged_as changed: the sheets, the rules, or the agencies that are known.
CREATE TABLE ops.unit_report_file (
    file_hash text PRIMARY KEY,
    file_name text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('loaded', 'unchanged', 'refused')),
    judged_as text NOT NULL,
    agency_code text,
    month date,
    version integer,
    fault_count integer NOT NULL,
    said text NOT NULL,
    looked_at timestamptz NOT NULL
);
