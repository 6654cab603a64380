"""Who wrote an article."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the byline."""
    op.add_column("articles", sa.Column("byline", sa.Text()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("articles", "byline")
