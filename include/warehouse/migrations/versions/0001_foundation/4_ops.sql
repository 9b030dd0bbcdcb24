-- What was loaded, how far, what must be measured again, and what was refused.

CREATE TABLE ops.receipt (
    batch text NOT NULL,
    landing_key text NOT NULL,
    feed text NOT NULL,
    root_agency text NOT NULL,
    window_start timestamptz NOT NULL,
    window_end timestamptz NOT NULL,
    pulled bigint NOT NULL,
    loaded bigint NOT NULL,
    unchanged bigint NOT NULL,
    duplicate bigint NOT NULL,
    quarantined bigint NOT NULL,
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (batch, landing_key),
    CHECK (pulled = loaded + unchanged + duplicate + quarantined)
);
CREATE INDEX receipt_by_window ON ops.receipt (feed, root_agency, window_start);

-- Every window of the feed lies behind complete_until without a hole.
CREATE TABLE ops.watermark (
    feed text NOT NULL,
    root_agency text NOT NULL,
    complete_until timestamptz NOT NULL,
    PRIMARY KEY (feed, root_agency)
);

-- Months and agencies whose sums changed since they were last measured; the same one may stand here many times.
-- Loads only add and measuring takes what it sees (DELETE … RETURNING), so neither waits for the other.
CREATE TABLE ops.touched (
    month date NOT NULL,
    agency_code text NOT NULL
);

CREATE TABLE ops.rule_result (
    batch text NOT NULL,
    landing_key text NOT NULL,
    rule text NOT NULL,
    severity text NOT NULL,
    evaluated_count bigint NOT NULL,
    failed_count bigint NOT NULL,
    PRIMARY KEY (batch, landing_key, rule)
);

-- Which text of a view file the view in mart was made from.
CREATE TABLE ops.view_definition (
    view_name text PRIMARY KEY,
    sha256 text NOT NULL
);

-- Records that a rule refused, without personal fields; position is the row in the landed file.
CREATE TABLE quarantine.record (
    feed text NOT NULL,
    batch text NOT NULL,
    position bigint NOT NULL,
    record_key text,
    rules text[] NOT NULL,
    sentences text[] NOT NULL,
    record jsonb NOT NULL,
    quarantined_at timestamptz NOT NULL,
    PRIMARY KEY (batch, position)
);

-- Makes the partitions of the given months; loaders may call it, and so need no right to create anything.
CREATE FUNCTION ops.ensure_partitions(months date []) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parent text;
    first_day date;
    child text;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('reform-index partitions', 0));
    FOREACH parent IN ARRAY ARRAY['dossier', 'payment'] LOOP
        FOR first_day IN SELECT DISTINCT date_trunc('month', month)::date FROM unnest(months) AS month LOOP
            child := format('%s_%s', parent, to_char(first_day, 'YYYYMM'));
            IF to_regclass(format('core.%I', child)) IS NULL THEN
                EXECUTE format('CREATE TABLE core.%I (LIKE core.%I INCLUDING ALL)', child, parent);
                EXECUTE format(
                    'ALTER TABLE core.%I ATTACH PARTITION core.%I FOR VALUES FROM (%L) TO (%L)',
                    parent, child, first_day, (first_day + interval '1 month')::date
                );
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END
$$;
