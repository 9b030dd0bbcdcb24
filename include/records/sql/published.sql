-- Rows of the public reports, typed. Grain: one row per row of the landed file. Reads: landed, agency_form.
-- Readers: the view `shaped`. Null stays null: a figure that is not known yet is not 0.
WITH

scalars_read AS (
  SELECT
    *,
    rowKind = 'parent' AS is_parent,
    read_text(departmentId) AS department_id,
    read_text(departmentName) AS department_name,
    read_text(level) AS department_level,
    read_text(departmentType) AS department_type,
    read_decimal(totalScore) AS points,
    read_decimal(totalMaxScore) AS max_points,
    read_decimal(ratio) AS portal_ratio
  FROM landed
),

lists_read AS (
  SELECT
    *,
    [{
      code: read_text(item.name),
      points: read_decimal(item.value)
    } FOR item IN groupScores] AS group_scores,
    [{
      code: read_text(item.code),
      name: read_text(item.name),
      numerator: read_decimal(item.numerator),
      denominator: read_decimal(item.denominator),
      rate: CAST(read_decimal(item.ratio) / 100 AS DECIMAL(18, 6)),
      points: read_decimal(item.score),
      max_points: read_decimal(item.maxScore),
      quality: read_text(item.dataQualityStatus),
      quality_message: read_text(item.dataQualityMessage)
    } FOR item IN metrics] AS metric_scores,
    [{
      name: read_text(item.name),
      value: read_decimal(item.value)
    } FOR item IN figures] AS figures_read
  FROM scalars_read
)

SELECT
  lists_read.*,
  CASE WHEN is_parent THEN 'parent' ELSE department_id END AS row_key,
  own.agency_code AS agency_code,
  CAST(TO_JSON(COALESCE(LIST_SORT(group_scores), [])) AS VARCHAR) AS group_list,
  CAST(TO_JSON(COALESCE(LIST_SORT(metric_scores), [])) AS VARCHAR) AS metric_list,
  CAST(TO_JSON(COALESCE(LIST_SORT(figures_read), [])) AS VARCHAR) AS figure_list
FROM lists_read
LEFT JOIN agency_form AS own ON own.written = lists_read.departmentCode
