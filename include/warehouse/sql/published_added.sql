-- Grain: row of a report that says something new (JSON list :rows). Said twice in one moment, the later word stands.

INSERT INTO core.published_row AS stored (
    report,
    period,
    root_agency,
    row_key,
    seen_at,
    department_id,
    points,
    max_points,
    rate,
    group_list,
    metric_list,
    figure_list,
    content_hash,
    batch
)
SELECT
    :report AS report,
    :period AS period,
    :root_agency AS root_agency,
    said.row_key,
    :seen_at AS seen_at,
    coalesce(said.department_id, :root_agency) AS department_id,
    said.points,
    said.max_points,
    said.rate,
    said.group_list,
    said.metric_list,
    said.figure_list,
    said.content_hash,
    :batch AS batch
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS said (
    row_key text,
    department_id text,
    points numeric,
    max_points numeric,
    rate numeric,
    group_list jsonb,
    metric_list jsonb,
    figure_list jsonb,
    content_hash text
)
ON CONFLICT (report, period, root_agency, row_key, seen_at) DO UPDATE SET
    department_id = excluded.department_id,
    points = excluded.points,
    max_points = excluded.max_points,
    rate = excluded.rate,
    group_list = excluded.group_list,
    metric_list = excluded.metric_list,
    figure_list = excluded.figure_list,
    content_hash = excluded.content_hash,
    batch = excluded.batch
