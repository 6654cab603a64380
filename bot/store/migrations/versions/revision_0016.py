"""Indexes that follow the order of publication for questions with days, and the words of disputes by themselves."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_FAR = (
    "abs(julianday(published_at) - julianday(first_day)) > 62"
    " OR abs(julianday(published_at) - julianday(last_day)) > 62"
)


def upgrade() -> None:
    """Make the index of what is far from its publication, and write down the words of claims in disputes."""
    op.drop_index("ix_claims_lasting", "claims")
    op.drop_index("ix_claims_first_day", "claims")
    op.execute(f"CREATE INDEX ix_claims_far ON claims (published_at, id, first_day, last_day) WHERE {_FAR}")
    op.execute(
        "CREATE VIRTUAL TABLE disputed_words USING fts5("
        "claim_id UNINDEXED, quotes, speaker, place, tokenize = 'unicode61 remove_diacritics 2')"
    )
    op.execute(
        "INSERT INTO disputed_words (claim_id, quotes, speaker, place) SELECT claim_id, quotes, speaker, place "
        "FROM claim_words WHERE claim_id IN (SELECT claim_id FROM dispute_claims)"
    )


def downgrade() -> None:
    """Go back to indexes by the first day."""
    op.drop_table("disputed_words")
    op.drop_index("ix_claims_far", "claims")
    op.execute("CREATE INDEX ix_claims_first_day ON claims (first_day)")
    lasting = "julianday(last_day) - julianday(first_day) > 62"
    op.execute(f"CREATE INDEX ix_claims_lasting ON claims (first_day) WHERE {lasting}")
