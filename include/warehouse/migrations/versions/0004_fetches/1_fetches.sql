-- The ledger of fetches, the gate of each portal, and the newest record of each load.

CREATE TABLE ops.fetch (
    fetch_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    portal text NOT NULL,
    batch text NOT NULL,
    feed text NOT NULL,
    root_agency text NOT NULL,
    window_start timestamptz NOT NULL,
    window_end timestamptz NOT NULL,
    request text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('answered', 'refused', 'broken off')),
    byte_count bigint NOT NULL,
    record_count bigint,
    attempt_count integer NOT NULL,
    seconds double precision NOT NULL,
    reason text NOT NULL,
    ended_at timestamptz NOT NULL
);
CREATE INDEX fetch_by_batch ON ops.fetch (batch);
CREATE INDEX fetch_by_end ON ops.fetch (ended_at DESC);
COMMENT ON TABLE ops.fetch IS 'What was asked of a portal, one row a request with all its attempts; written after every pull, also a refused one';
COMMENT ON COLUMN ops.fetch.request IS 'Service, root agency, window and page, or the login';
COMMENT ON COLUMN ops.fetch.outcome IS 'answered; refused: a fault that stayed, or an error code; broken off: the run ended first';
COMMENT ON COLUMN ops.fetch.byte_count IS 'Bytes of the last reply, unpacked; 0 when none came whole';
COMMENT ON COLUMN ops.fetch.record_count IS 'Records of the reply; NULL when it held none to count';
COMMENT ON COLUMN ops.fetch.seconds IS 'From the first attempt to the last, waits included';
COMMENT ON COLUMN ops.fetch.reason IS 'What went wrong last, also when a later attempt was answered; empty when nothing did';
COMMENT ON COLUMN ops.fetch.ended_at IS 'When it ended, by the clock of the warehouse';

CREATE TABLE ops.portal_gate (
    portal text PRIMARY KEY,
    not_before timestamptz,
    closed_until timestamptz,
    closed_because text
);
COMMENT ON TABLE ops.portal_gate IS 'How long a portal wants no request (Retry-After), or is left alone because its firewall refused';

ALTER TABLE ops.receipt ADD COLUMN newest_record_at timestamptz;
COMMENT ON COLUMN ops.receipt.newest_record_at IS 'When the newest accepted record of the load changed at the portal';
