-- How one value of the portal is read; each gives NULL for what it cannot read. Readers: the feeds' .sql files, quality/rules.

-- Text in one Unicode form, without blanks around it or NUL in it; empty means missing.
CREATE OR REPLACE TEMP MACRO read_text(written) AS
  NULLIF(NFC_NORMALIZE(TRIM(REPLACE(written, CHR(0), ''), ' ' || CHR(9) || CHR(10) || CHR(13) || CHR(160) || CHR(65279))), '');

-- Whether the portal gave a value at all, readable or not.
CREATE OR REPLACE TEMP MACRO is_given(written) AS
  read_text(written) IS NOT NULL;

-- yyyyMMddHHmmss and nothing else, in Vietnam's time.
CREATE OR REPLACE TEMP MACRO read_time(written) AS
  CASE
    WHEN REGEXP_FULL_MATCH(read_text(written), '[0-9]{14}')
      THEN TRY_STRPTIME(read_text(written), '%Y%m%d%H%M%S')
  END;

CREATE OR REPLACE TEMP MACRO read_day(written) AS
  CAST(read_time(written) AS DATE);

-- Given, but no time.
CREATE OR REPLACE TEMP MACRO is_unreadable_time(written) AS
  is_given(written) AND read_time(written) IS NULL;

-- Whole đồng; a fraction of one or two zeros is let pass, any other fraction is not an amount.
CREATE OR REPLACE TEMP MACRO read_money(written) AS
  CASE
    WHEN REGEXP_FULL_MATCH(read_text(written), '-?[0-9]{1,15}(\.0{1,2})?')
      THEN CAST(SPLIT_PART(read_text(written), '.', 1) AS BIGINT)
  END;

-- Given, with a fraction that is not zero.
CREATE OR REPLACE TEMP MACRO is_fraction(written) AS
  COALESCE(REGEXP_FULL_MATCH(read_text(written), '-?[0-9]+[.,][0-9]*[1-9][0-9]*'), FALSE);

-- A small code number.
CREATE OR REPLACE TEMP MACRO read_number(written) AS
  CASE
    WHEN REGEXP_FULL_MATCH(read_text(written), '[0-9]{1,4}')
      THEN CAST(read_text(written) AS SMALLINT)
  END;

-- "1" yes, "0" no.
CREATE OR REPLACE TEMP MACRO read_flag(written) AS
  CASE read_text(written) WHEN '1' THEN TRUE WHEN '0' THEN FALSE END;

-- The day written in a dossier code: {agency}-{yyMMdd}-{sequence of at least 4 digits}.
CREATE OR REPLACE TEMP MACRO read_code_day(dossier_code) AS
  CAST(
    TRY_STRPTIME('20' || NULLIF(REGEXP_EXTRACT(dossier_code, '-([0-9]{6})-[0-9]{4,}$', 1), ''), '%Y%m%d') AS DATE
  );
