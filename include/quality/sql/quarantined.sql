-- Refused rows as they landed, each with every rule that it failed and that rule's sentence.
-- Grain: one row per refused row. Reads: refusal, judged, landed_row. Reader: quality/judge.py.
WITH

refused AS (
  SELECT position, LIST(rule ORDER BY rule) AS rules, LIST(sentence ORDER BY rule) AS sentences
  FROM refusal
  GROUP BY position
)

SELECT
  position,
  judged.record_key,
  refused.rules,
  refused.sentences,
  JSON_MERGE_PATCH(TO_JSON(landed_row), '{"position": null}') AS record
FROM refused
JOIN judged USING (position)
JOIN landed_row USING (position)
ORDER BY position
