"""Candidates are found by what they say and when: a place with ten thousand claims costs no more than others."""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bot.model.reading import dispute_from_object
from bot.store.rows import dispute_row, word_number

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LASTING = "julianday(last_day) - julianday(first_day) > 62"
_SOUGHT = (
    ("place_fold", sa.Text()),
    ("region_fold", sa.Text()),
    ("label_fold", sa.Text()),
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
    op.drop_index("ix_claims_geonameid", "claims")
    for name in ("geonameid", "country", "region_fold"):
        op.create_index(f"ix_claims_{name}_published_at_id", "claims", [name, "published_at", "id"])
    op.create_index("ix_claims_first_day", "claims", ["first_day"])
    op.create_index("ix_claims_lasting", "claims", ["first_day"], sqlite_where=sa.text(_LASTING))
    op.create_table(
        "claim_names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("published_at", sa.String(27), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_names_claim_id"),
        sa.PrimaryKeyConstraint("name", "published_at", "claim_id", name="pk_claim_names"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "place_names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_place_names"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO claim_names SELECT place_fold, published_at, id FROM claims WHERE place_fold IS NOT NULL "
        "UNION SELECT place_text_fold, published_at, id FROM claims WHERE place_text_fold IS NOT NULL "
        "UNION SELECT region_fold, published_at, id FROM claims WHERE region_fold IS NOT NULL"
    )
    op.execute("INSERT INTO place_names SELECT DISTINCT name FROM claim_names")
    _fill()
    _number_words()


def _number_words() -> None:
    """Put the words into the order of publication."""
    database = op.get_bind()
    op.execute("CREATE TEMPORARY TABLE old_words AS SELECT claim_id, quotes, speaker, place FROM claim_words")
    op.execute("DELETE FROM claim_words")
    words = sa.text(
        "INSERT INTO claim_words (rowid, claim_id, quotes, speaker, place) "
        "SELECT :number, claim_id, quotes, speaker, place FROM old_words WHERE claim_id = :claim"
    )
    number = 0
    op.execute("CREATE INDEX temp.ix_old_words ON old_words (claim_id)")
    for claim, published in database.execute(
        sa.text("SELECT id, published_at FROM claims ORDER BY published_at")
    ).all():
        number = max(number + 1, word_number(claim, datetime.fromisoformat(published)))
        database.execute(words, {"number": number, "claim": claim})
    op.execute("DROP TABLE old_words")


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
    op.drop_table("place_names")
    op.drop_table("claim_names")
    op.drop_index("ix_claims_lasting", "claims")
    op.drop_index("ix_claims_first_day", "claims")
    for name in ("geonameid", "country", "region_fold"):
        op.drop_index(f"ix_claims_{name}_published_at_id", "claims")
    op.create_index("ix_claims_geonameid", "claims", ["geonameid"])
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
