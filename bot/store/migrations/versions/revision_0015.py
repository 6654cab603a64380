"""Articles that have their text are found by their age."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_articles_with_text", "articles", ["published_at"], sqlite_where=sa.text("text != ''"))
    # A takedown asks for what came from an address, also before it was read.
    op.create_index("ix_arrivals_origin", "arrivals", ["origin"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_arrivals_origin", "arrivals")
    op.drop_index("ix_articles_with_text", "articles")
