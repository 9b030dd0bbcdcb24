-- What is no longer at the portal: noted when a window that is pulled again lacks it, taken out at the second look.

-- Grain: feed and record that the portal no longer has, in the last version that was seen of it. It counts in no sum.
-- It leaves this table for its own again when the portal shows it again. No personal field: `record` is the stored row.
CREATE TABLE core.tombstone (
    feed text NOT NULL,
    record_key text NOT NULL,
    code_month date,
    updated_at timestamptz NOT NULL,
    content_hash text COLLATE "C" NOT NULL,
    gone_at timestamptz NOT NULL,
    batch text NOT NULL,
    record jsonb NOT NULL,
    PRIMARY KEY (feed, record_key)
);

-- Grain: feed and record that one look missed. missed_at is when the batch that lacked it was loaded.
CREATE TABLE ops.missed (
    feed text NOT NULL,
    record_key text NOT NULL,
    updated_at timestamptz NOT NULL,
    content_hash text COLLATE "C" NOT NULL,
    missed_at timestamptz NOT NULL,
    PRIMARY KEY (feed, record_key)
);

-- Records come nearly in the order of their versions: a few pages hold those of one window.
CREATE INDEX dossier_by_version ON core.dossier USING brin (updated_at);
CREATE INDEX payment_by_version ON core.payment USING brin (updated_at);
CREATE INDEX petition_by_version ON core.petition USING brin (updated_at);
CREATE INDEX record_by_key ON quarantine.record (feed, record_key);
