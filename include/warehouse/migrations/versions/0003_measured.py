"""What the last measure knew, so that the next one looks only at what differs.

Of each feed and root agency: the time it covers, its watermark, when its catalogue last changed. The feed `formulas`
holds the fingerprint of the catalogue of indicators and the frameworks.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE ops.measured (
    feed text NOT NULL,
    root_agency text NOT NULL,
    covered tstzmultirange NOT NULL,
    complete_until timestamptz NOT NULL,
    known_as text NOT NULL,
    PRIMARY KEY (feed, root_agency)
);
COMMENT ON TABLE ops.measured IS 'What the last measure knew of each feed and root agency, and its formulas';
"""


def upgrade() -> None:
    op.execute(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE ops.measured")
