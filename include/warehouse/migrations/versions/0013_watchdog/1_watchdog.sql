-- What did not happen, what failed, the trace that each stage leaves when it ran, and verdicts taken back.

CREATE TABLE ops.heartbeat (
    stage text PRIMARY KEY,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL
);
COMMENT ON TABLE ops.heartbeat IS 'When each stage of the street ran last, also when it found nothing to do';
COMMENT ON COLUMN ops.heartbeat.first_at IS 'When it ran for the first time: since then it is missed when it does not';

CREATE TABLE ops.finding (
    finding_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule text NOT NULL,
    subject text NOT NULL,
    batch text,
    since timestamptz,
    number bigint,
    cause text NOT NULL,
    found_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    over_told_at timestamptz
);
CREATE UNIQUE INDEX finding_kept ON ops.finding (rule, subject) WHERE over_told_at IS NULL;
CREATE INDEX finding_found ON ops.finding (found_at DESC);
COMMENT ON TABLE ops.finding IS 'What the watchdog noticed: one row while it lasts, whatever number of times it was seen';
COMMENT ON COLUMN ops.finding.rule IS 'File of include/alerts/watchdog/rules; it names the DAG and the runbook';
COMMENT ON COLUMN ops.finding.subject IS 'What it is about: a stage, a feed of a root agency, a mailbox, a run';
COMMENT ON COLUMN ops.finding.batch IS 'The batch that shows it, where there is one';
COMMENT ON COLUMN ops.finding.since IS 'Since when it is so, by the traces in the warehouse';
COMMENT ON COLUMN ops.finding.number IS 'How many, where it can be counted';
COMMENT ON COLUMN ops.finding.cause IS 'First line of what was said about it, by the portal or the mail server; empty where nobody said anything';
COMMENT ON COLUMN ops.finding.seen_at IS 'When it was seen last';
COMMENT ON COLUMN ops.finding.ended_at IS 'When it was seen to be over; NULL while it lasts';
COMMENT ON COLUMN ops.finding.over_told_at IS 'When it stayed over for the quiet time of its rule, and that was told; until then it may come back without a new letter';

CREATE TABLE ops.failure (
    dag_id text NOT NULL,
    run_id text NOT NULL,
    task text NOT NULL,
    batch text NOT NULL,
    cause text NOT NULL,
    attempt_count integer NOT NULL,
    log_url text NOT NULL,
    failed_at timestamptz NOT NULL,
    told_at timestamptz,
    PRIMARY KEY (dag_id, run_id, task, batch)
);
CREATE INDEX failure_untold ON ops.failure (failed_at) WHERE told_at IS NULL;
COMMENT ON TABLE ops.failure IS 'Tasks that failed for good, each once a run; the engineers get one letter a run';
COMMENT ON COLUMN ops.failure.batch IS 'Feed, root agency and first day of a mapped task; empty for any other';
COMMENT ON COLUMN ops.failure.cause IS 'First line of the cause';
COMMENT ON COLUMN ops.failure.told_at IS 'When the letter about the run was written';

-- The watchdog's findings take the place of a mark on each letter.
ALTER TABLE ops.outbox DROP COLUMN noticed_at;

-- A month that was restated is judged again when a vintage says so, once a vintage.
ALTER TABLE ops.verdict ADD COLUMN vintage integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN ops.verdict.vintage IS 'The vintage by which a restated month was judged again; 0: judged as it stood first';
ALTER TABLE ops.outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE ops.outbox ADD CONSTRAINT outbox_kind_check
CHECK (kind IN ('alert', 'recovery', 'correction', 'escalation', 'notice'));

COMMENT ON COLUMN ops.fetch.portal IS 'Base address of the portal, without account';
COMMENT ON COLUMN ops.fetch.batch IS 'The batch that was pulled';
COMMENT ON COLUMN ops.fetch.feed IS 'File of include/portal/feeds';
COMMENT ON COLUMN ops.fetch.root_agency IS 'Agency whose subtree was asked for; VN for the country';
COMMENT ON COLUMN ops.fetch.window_start IS 'Start of the window that was asked for';
COMMENT ON COLUMN ops.fetch.window_end IS 'End of the window that was asked for';
COMMENT ON COLUMN ops.fetch.attempt_count IS 'How often it was asked, repetitions included';
