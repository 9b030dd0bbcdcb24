-- What is kept of a value, as text. Grain: one value. Read by include/landing/projection.py.
-- Absent, null and "" are one thing: missing. An object or a list that stands where the feed lists a text is not kept:
-- it may hold what nobody listed. The comparison comes first because nearly every text ends there.

CREATE MACRO kept_text(value) AS
  CASE
    WHEN value = '' THEN NULL
    WHEN value < '["' THEN value
    WHEN starts_with(value, '{"') THEN NULL
    WHEN starts_with(value, '["') OR starts_with(value, '[{') OR starts_with(value, '[[') THEN NULL
    ELSE value
  END;

CREATE MACRO kept_texts(list_of_values) AS
  list_filter(list_transform(list_of_values, lambda value: kept_text(value)), lambda value: value IS NOT NULL);
