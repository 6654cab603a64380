"""What holds alerts back (pauses, windows, mutes), and how and where each is told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of pauses, and columns for waits that a platform asked for and for the threads of disputes."""
    op.add_column("outbox", sa.Column("asked", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("outbox", sa.Column("manner", sa.String(), server_default=sa.text("'thread'"), nullable=False))
    op.add_column("outbox", sa.Column("thread", sa.Text()))
    op.execute(
        "UPDATE outbox SET thread = reference WHERE reference IS NOT NULL "
        "AND alert_id IN (SELECT id FROM alerts WHERE kind = 'conflict')"
    )
    op.create_table(
        "pauses",
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("since", sa.String(27), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("destination", name="pk_pauses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gathered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("alert_id", sa.String(), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_gathered_alert_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gathered"),
        sa.UniqueConstraint("destination", "alert_id", name="uq_gathered_destination_alert_id"),
    )
    op.create_index("ix_gathered_due_at", "gathered", ["due_at"])
    op.create_table(
        "windows",
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("until", sa.String(27), nullable=False),
        sa.Column("summaries", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("destination", name="pk_windows"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mutes",
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("destination", "subject", name="pk_mutes"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("mutes")
    op.drop_table("windows")
    op.drop_table("gathered")
    op.drop_table("pauses")
    for column in ("thread", "manner", "asked"):
        op.drop_column("outbox", column)
