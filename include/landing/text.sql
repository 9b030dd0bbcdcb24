-- What is kept of a value, as text, and what is not. Grain: one value. Readers: include/landing/projection.py, lists.py.
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

-- Whether something was given of which nothing is kept.
CREATE MACRO is_lost(value) AS
  value <> '' AND kept_text(value) IS NULL;

CREATE MACRO is_any_lost(list_of_values) AS
  list_bool_or(list_transform(list_of_values, lambda value: is_lost(value)));

-- Whether something was written in place of a list.
CREATE MACRO is_no_list(written, list_of_values) AS
  list_of_values IS NULL AND trim(written) <> '';

-- Whether a member of a list of objects is none; null in such a list says nothing, and is passed over.
CREATE MACRO has_other_than_objects(json_list) AS
  list_bool_or(list_transform(json_type(json_list, '$[*]'), lambda kind: kind NOT IN ('OBJECT', 'NULL')));

CREATE MACRO present(list_of_values) AS
  list_filter(list_of_values, lambda value: value IS NOT NULL);
