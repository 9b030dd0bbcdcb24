-- Verdicts and alerts of the rates that are watched, and the outbox of letters about them.

CREATE TABLE ops.verdict (
    rule text NOT NULL,
    agency_code text NOT NULL,
    period text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('alert', 'silent', 'well', 'too_few', 'not_applicable', 'no_verdict')),
    cause text,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    judged_at timestamptz NOT NULL,
    restated_at timestamptz,
    noticed_at timestamptz,
    PRIMARY KEY (rule, agency_code, period)
);

CREATE TABLE ops.alert (
    alert_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule text NOT NULL,
    agency_code text NOT NULL,
    period text NOT NULL,
    vintage integer NOT NULL DEFAULT 0,
    indicator text NOT NULL,
    severity text NOT NULL,
    reasons text[] NOT NULL,
    judged_since date NOT NULL,
    judged_until date NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    before_numerator bigint,
    before_denominator bigint,
    chance double precision,
    recover_at numeric NOT NULL,
    framework text,
    formula_version text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'recovered', 'closed')),
    found_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note text,
    escalated_at timestamptz,
    recovered_period text,
    recovered_at timestamptz,
    closed_at timestamptz,
    UNIQUE (rule, agency_code, period, vintage)
);
CREATE INDEX alert_living ON ops.alert (rule, agency_code) WHERE state <> 'closed';

CREATE TABLE ops.outbox (
    outbox_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter_key text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('alert', 'recovery', 'escalation', 'notice')),
    period text,
    recipient_name text NOT NULL,
    recipient_email text NOT NULL,
    language text NOT NULL,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused')),
    written_at timestamptz NOT NULL,
    attempt_count integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    last_error text,
    message_id text,
    sent_at timestamptz,
    noticed_at timestamptz
);
CREATE INDEX outbox_waiting ON ops.outbox (next_attempt_at) WHERE state = 'waiting';

CREATE TABLE ops.outbox_part (
    outbox_id bigint NOT NULL REFERENCES ops.outbox ON DELETE CASCADE,
    position smallint NOT NULL,
    disposition text NOT NULL CHECK (disposition IN ('inline', 'attachment')),
    content_type text NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (outbox_id, position)
);

CREATE TABLE ops.outbox_alert (
    alert_id bigint NOT NULL REFERENCES ops.alert,
    kind text NOT NULL,
    recipient_email text NOT NULL,
    outbox_id bigint NOT NULL REFERENCES ops.outbox ON DELETE CASCADE,
    PRIMARY KEY (alert_id, kind, recipient_email)
);
CREATE INDEX outbox_alert_letter ON ops.outbox_alert (outbox_id);

COMMENT ON TABLE ops.verdict IS 'What a rule said of one agency and month: closed months once';
COMMENT ON TABLE ops.alert IS 'A rate that fell or lies under its floor: open, acknowledged, recovered, closed';
COMMENT ON TABLE ops.outbox IS 'Letters, one recipient each, written with their alert and sent by another task';
COMMENT ON TABLE ops.outbox_part IS 'Pictures (inline, named by their content id) and attachments of a letter';
COMMENT ON TABLE ops.outbox_alert IS 'Which letter told which recipient of which alert, so that none is told twice';
