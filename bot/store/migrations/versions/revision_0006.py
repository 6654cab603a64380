"""What holds alerts back (windows, mutes), and how and where each is told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of what is gathered and muted, and columns for the manner and the thread of a message.

    Conflicts that were told before have their message: what is said later belongs under it.
    """
    op.add_column("outbox", sa.Column("manner", sa.String(), server_default=sa.text("'thread'"), nullable=False))
    op.add_column("outbox", sa.Column("thread", sa.Text()))
    op.execute(
        "UPDATE outbox SET thread = reference WHERE reference IS NOT NULL "
        "AND alert_id IN (SELECT id FROM alerts WHERE kind = 'conflict')"
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
    for table in ("mutes", "windows", "gathered"):
        op.drop_table(table)
    for column in ("thread", "manner"):
        op.drop_column("outbox", column)
