"""The platform as this machine reaches it: two doors, asked by HTTP(S)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from devices.credential import Credential

ANSWER_S_MAX = 10.0
ANSWER_BYTES_MAX = 64 * 1024


class LineDown(Exception):
    """The platform cannot be reached, or is too busy: try again later."""


class NotOurs(Exception):
    """The platform does not know this machine (any more), or not what it sent."""


class Platform:
    """Where the platform is, and one connection to it that is kept open."""

    def __init__(self, origin: str) -> None:
        at = urlsplit(origin)
        kind = HTTPSConnection if at.scheme == "https" else HTTPConnection
        self._connection = kind(at.netloc, timeout=ANSWER_S_MAX)

    def post(self, path: str, body: Mapping[str, Any], token: str = "") -> Any:
        """Send something; gives the answer."""
        return self._ask("POST", path, json.dumps(body).encode(), token)

    def get(self, path: str, token: str) -> Any:
        """Read something."""
        return self._ask("GET", path, None, token)

    def _ask(self, method: str, path: str, body: bytes | None, token: str) -> Any:
        headers = {"Content-Type": "application/json", "Connection": "keep-alive"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            self._connection.request(method, f"/api{path}", body, headers)
            answer = self._connection.getresponse()
            status, content = answer.status, answer.read(ANSWER_BYTES_MAX)
        except (OSError, HTTPException) as problem:
            self._connection.close()  # the next request opens it anew
            raise LineDown(repr(problem)) from problem
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise LineDown(f"the platform answers {status}")
        if status >= HTTPStatus.BAD_REQUEST:
            raise NotOurs(f"the platform answers {status}: {content.decode('utf-8', 'replace')}")
        return json.loads(content)

    def enrol(self, code: str, credential: Credential, agent: UUID | None) -> UUID:
        """Show a one-time code: for this machine itself, or for a device under it."""
        whose = str(agent) if agent else credential.public
        body: dict[str, Any] = {
            "code": code,
            "signature": credential.sign(f"enrol:{code}:{whose}".encode()),
        }
        body |= {"agent_id": str(agent)} if agent else {"public_key": credential.public}
        return UUID(self.post("/device-keys/enrol", body)["id"])

    def hear(self, payload: str, signature: str) -> int:
        """Send signed reports; gives the number up to which they are kept there."""
        said = self.post("/device-reports/hear", {"payload": payload, "signature": signature})
        return int(said["until"])

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
