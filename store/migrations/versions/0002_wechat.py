"""Open threads and watched lists of the WeChat channel."""

import sqlalchemy as sa
from alembic import op

import store.tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "wechat_threads",
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("at", store.tables.Moment(timezone=True), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("unsent", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_wechat_threads")),
    )
    op.create_index(op.f("ix_wechat_threads_at"), "wechat_threads", ["at"])
    op.create_table(
        "wechat_watches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", store.tables.Moment(timezone=True), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("guidebook_version", sa.String(length=64), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wechat_watches")),
    )
    op.create_index(op.f("ix_wechat_watches_guidebook_version"), "wechat_watches", ["guidebook_version"])
    op.create_index("ix_wechat_watches_holder_item_id", "wechat_watches", ["holder", "item_id"], unique=True)


def downgrade() -> None:
    """Go back."""
    op.drop_table("wechat_watches")
    op.drop_table("wechat_threads")
