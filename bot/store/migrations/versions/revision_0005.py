"""Candidates are found by what they say and when: a place with ten thousand claims costs no more than others."""

import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from bot.model.wire import dispute_from_object
from bot.store.rows import dispute_row

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SOUGHT = (
    ("place_fold", sa.Text()),
    ("region_fold", sa.Text()),
    ("asset_fold", sa.Text()),
    ("geonameid", sa.Integer()),
    ("country", sa.String()),
    ("opened_at", sa.String(27)),
)


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
    for name, kind in _SOUGHT:
        op.add_column("disputes", sa.Column(name, kind))
    op.create_table(
        "dispute_claims",
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("dispute_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name="fk_dispute_claims_dispute_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("claim_id", "dispute_id", name="pk_dispute_claims"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dispute_claims_dispute_id", "dispute_claims", ["dispute_id"])
    _fill()


def _fill() -> None:
    """Give the stored disputes what they are searched by."""
    database = op.get_bind()
    for (data,) in database.execute(sa.text("SELECT data FROM disputes")).all():
        dispute = dispute_from_object(json.loads(data))
        row = dispute_row(dispute)
        values = {name: row[name] for name, _ in _SOUGHT if name != "opened_at"}
        values["opened_at"] = dispute.opened_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        names = ", ".join(f"{name} = :{name}" for name in values)
        database.execute(sa.text(f"UPDATE disputes SET {names} WHERE id = :id"), {**values, "id": dispute.id})  # noqa: S608 -- names of our own
        for claim in dict.fromkeys(dispute.claims):
            database.execute(
                sa.text("INSERT INTO dispute_claims (claim_id, dispute_id) VALUES (:claim, :dispute)"),
                {"claim": claim, "dispute": dispute.id},
            )


def downgrade() -> None:
    """Go back to keys with days."""
    op.drop_table("dispute_claims")
    for name, _ in _SOUGHT:
        op.drop_column("disputes", name)
    op.drop_index("ix_disputes_slot_updated_at", "disputes")
    op.create_index("ix_disputes_slot", "disputes", ["slot"])
    op.drop_index("ix_claim_keys_key_position_day_claim_id", "claim_keys")
    op.add_column("claim_keys", sa.Column("first_day", sa.Date()))
    op.add_column("claim_keys", sa.Column("last_day", sa.Date()))
    op.execute("UPDATE claim_keys SET first_day = date(day + 1721424.5), last_day = date(day + 1721424.5)")
    op.drop_column("claim_keys", "position")
    op.drop_column("claim_keys", "day")
    op.create_index("ix_claim_keys_key_claim_id", "claim_keys", ["key", "claim_id"])
