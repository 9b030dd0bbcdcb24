-- How one value of the portal is read; each gives NULL for what it cannot read. Readers: the feeds' .sql files, quality/rules.
-- The first branch of each CASE takes what nearly all values look like, so that only the others pay for care; the
-- other branches name read_text once, or the engine computes it ahead for every row.

-- Text in one Unicode form, without blanks around it or NUL in it; empty means missing.
CREATE OR REPLACE TEMP MACRO read_text(written) AS
  CASE
    WHEN REGEXP_FULL_MATCH(written, '[!-~]+') THEN written
    WHEN written <> '' THEN NULLIF(
      NFC_NORMALIZE(
        TRIM(REPLACE(written, CHR(0), ''), ' ' || CHR(9) || CHR(10) || CHR(13) || CHR(160) || CHR(65279))
      ),
      ''
    )
  END;

-- Whether the portal gave a value at all, readable or not.
CREATE OR REPLACE TEMP MACRO is_given(written) AS
  CASE
    WHEN written >= '!' AND written < '~' THEN TRUE
    WHEN written <> '' THEN read_text(written) IS NOT NULL
    ELSE FALSE
  END;

-- Whether the portal gave a value of which no typed value could be made.
CREATE OR REPLACE TEMP MACRO is_unreadable(written, typed) AS
  typed IS NULL AND is_given(written);

-- yyyyMMddHHmmss and nothing else, in Vietnam's time.
-- Fourteen characters leave room for digits alone, once neither end is a blank, which TRY_STRPTIME would skip.
CREATE OR REPLACE TEMP MACRO read_time(written) AS
  CASE
    WHEN STRLEN(written) = 14 AND written >= '0' AND RIGHT(written, 1) >= '0'
      THEN TRY_STRPTIME(written, '%Y%m%d%H%M%S')
    WHEN written <> ''
      THEN TRY_STRPTIME(REGEXP_EXTRACT(read_text(written), '^[0-9]{14}$'), '%Y%m%d%H%M%S')
  END;

CREATE OR REPLACE TEMP MACRO read_day(written) AS
  CAST(read_time(written) AS DATE);

-- Whole đồng; a fraction of one or two zeros is let pass, any other fraction is not an amount.
CREATE OR REPLACE TEMP MACRO read_money(written) AS
  CASE
    WHEN REGEXP_FULL_MATCH(written, '-?[0-9]{1,15}') THEN CAST(written AS BIGINT)
    WHEN written <> ''
      THEN TRY_CAST(REGEXP_EXTRACT(read_text(written), '^(-?[0-9]{1,15})(\.0{1,2})?$', 1) AS BIGINT)
  END;

-- Given, with a fraction that is not zero.
CREATE OR REPLACE TEMP MACRO is_fraction(written) AS
  COALESCE(REGEXP_FULL_MATCH(TRIM(written), '-?[0-9]+[.,][0-9]*[1-9][0-9]*'), FALSE);

-- A number with or without decimals, rounded to four; what is written in another way is none.
CREATE OR REPLACE TEMP MACRO read_decimal(written) AS
  TRY_CAST(
    REGEXP_EXTRACT(read_text(written), '^-?[0-9]{1,14}(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?$') AS DECIMAL(18, 4)
  );

-- A small code number.
CREATE OR REPLACE TEMP MACRO read_number(written) AS
  CASE
    WHEN REGEXP_FULL_MATCH(written, '[0-9]{1,4}') THEN CAST(written AS SMALLINT)
    WHEN written <> '' THEN TRY_CAST(REGEXP_EXTRACT(read_text(written), '^[0-9]{1,4}$') AS SMALLINT)
  END;

-- "1" yes, "0" no.
CREATE OR REPLACE TEMP MACRO read_flag(written) AS
  CASE
    WHEN written = '1' THEN TRUE
    WHEN written = '0' THEN FALSE
    WHEN written <> '' THEN CASE read_text(written) WHEN '1' THEN TRUE WHEN '0' THEN FALSE END
  END;

-- The day written in a dossier code: {agency}-{yyMMdd}-{sequence of at least 4 digits}.
CREATE OR REPLACE TEMP MACRO read_code_day(dossier_code) AS
  CAST(
    TRY_STRPTIME('20' || NULLIF(REGEXP_EXTRACT(dossier_code, '-([0-9]{6})-[0-9]{4,}$', 1), ''), '%Y%m%d') AS DATE
  );
