"""What people decide, and what became of each conflict."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of decisions, and a column for why a conflict was told or not."""
    op.add_column("relations", sa.Column("telling", sa.String()))
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_at", "decisions", ["at"])
    op.create_table(
        "decision_subjects",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_decision_subjects_decision_id"),
        sa.PrimaryKeyConstraint("subject", "decision_id", name="pk_decision_subjects"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("decision_subjects")
    op.drop_table("decisions")
    op.drop_column("relations", "telling")
