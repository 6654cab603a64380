"""Of how many articles of a feed only its own words were read, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count a feed's articles, and those whose pages could not be read."""
    op.add_column("feeds", sa.Column("articles", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("feeds", sa.Column("teasers", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("feeds", sa.Column("teaser_reason", sa.Text()))


def downgrade() -> None:
    """Drop the counts."""
    op.drop_column("feeds", "teaser_reason")
    op.drop_column("feeds", "teasers")
    op.drop_column("feeds", "articles")
