"""What readers of rows share: one sentence for absent and forbidden, one tag per version."""

from hashlib import sha256

from orm.base import Row

NOT_FOUND = "未找到该记录，它可能不存在或不属于您的单位"


def etag_of(row: Row) -> str:
    """A tag that changes with every act on the row."""
    return sha256(f"{row.id}{row.updated_at.isoformat()}".encode()).hexdigest()[:16]
