"""What a key is good for, until when, the day it was last used, and what replaced it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name in ("scopes", "expires_at", "last_used_on", "replaced_by"):
        op.add_column("api_keys", sa.Column(name, sa.Text))
