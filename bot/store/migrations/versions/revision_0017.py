"""The terms of the words of claims, as the index has them."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Open the index to questions for its terms; nothing is stored."""
    op.execute("CREATE VIRTUAL TABLE claim_terms USING fts5vocab('claim_words', 'instance')")


def downgrade() -> None:
    """Close it."""
    op.drop_table("claim_terms")
