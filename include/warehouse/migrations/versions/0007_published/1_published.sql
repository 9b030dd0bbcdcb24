-- A row of a public report, each time it said something new: report × period × root that was asked for × row.
-- row_key is `parent` for the root's own row, else the portal's id of the department. The lists are JSON: group_list
-- [{code, points, max_points}], metric_list [{code, name, numerator, denominator, rate, points, max_points, quality,
-- quality_message}], figure_list [{name, value}]; null in them is not known, never 0.
CREATE TABLE core.published_row (
    report text NOT NULL,
    period text NOT NULL,
    root_agency text NOT NULL,
    row_key text NOT NULL,
    seen_at timestamptz NOT NULL,
    department_id text NOT NULL,
    points numeric,
    max_points numeric,
    rate numeric,
    group_list jsonb NOT NULL,
    metric_list jsonb NOT NULL,
    figure_list jsonb NOT NULL,
    content_hash text NOT NULL,
    batch text NOT NULL,
    PRIMARY KEY (report, period, root_agency, row_key, seen_at)
);
CREATE INDEX published_row_by_period ON core.published_row (period, department_id);

-- The portal's own ids of the departments, and what they are; learnt from the reports that carry a code.
CREATE TABLE core.published_department (
    department_id text PRIMARY KEY,
    agency_code text NOT NULL,
    department_name text,
    department_level text,
    department_type text,
    seen_at timestamptz NOT NULL
);
CREATE INDEX published_department_by_agency ON core.published_department (agency_code);

-- The portal's catalogue of procedures, each time an entry said something new.
CREATE TABLE core.published_formality (
    formality_id text NOT NULL,
    seen_at timestamptz NOT NULL,
    procedure_code text NOT NULL,
    procedure_name text,
    listing_state text,
    ministry_id text,
    publisher_ids text [] NOT NULL,
    applier_ids text [] NOT NULL,
    content_hash text NOT NULL,
    batch text NOT NULL,
    PRIMARY KEY (formality_id, seen_at)
);
