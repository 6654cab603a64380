"""Candidates are found by what they say and when: a place with ten thousand claims costs no more than others."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each key of a claim its position and its day; what is stored already has a position of its own each."""
    op.add_column("claim_keys", sa.Column("position", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column("claim_keys", sa.Column("day", sa.Integer(), nullable=False, server_default=sa.text("0")))
    # The day's number counts from the first of January of year 1, as Python's does.
    op.execute(
        "UPDATE claim_keys SET position = id, day = CAST(julianday(coalesce(last_day, "
        "(SELECT date(claims.published_at) FROM claims WHERE claims.id = claim_keys.claim_id))) - 1721424.5 AS INTEGER)"
    )
    op.drop_index("ix_claim_keys_key_claim_id", "claim_keys")
    op.drop_column("claim_keys", "first_day")
    op.drop_column("claim_keys", "last_day")
    op.create_index("ix_claim_keys_key_position_day_claim_id", "claim_keys", ["key", "position", "day", "claim_id"])
    op.drop_index("ix_disputes_slot", "disputes")
    op.create_index("ix_disputes_slot_updated_at", "disputes", ["slot", "updated_at"])


def downgrade() -> None:
    """Go back to keys with days."""
    op.drop_index("ix_disputes_slot_updated_at", "disputes")
    op.create_index("ix_disputes_slot", "disputes", ["slot"])
    op.drop_index("ix_claim_keys_key_position_day_claim_id", "claim_keys")
    op.add_column("claim_keys", sa.Column("first_day", sa.Date()))
    op.add_column("claim_keys", sa.Column("last_day", sa.Date()))
    op.execute("UPDATE claim_keys SET first_day = date(day + 1721424.5), last_day = date(day + 1721424.5)")
    op.drop_column("claim_keys", "position")
    op.drop_column("claim_keys", "day")
    op.create_index("ix_claim_keys_key_claim_id", "claim_keys", ["key", "claim_id"])
