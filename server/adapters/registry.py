"""Looks firms up in the official company register: over HTTP, in a stand-in, or remembered.

The gateway's contract: `GET {REGISTRY_URL}/companies/{uscc}` answers 200 with the JSON of a
`RegistryRecord` (uscc, name, legal_representative, state, registered_capital_fen, established_on,
address, business_scope), 404 for a code that is nobody's; anything else means away.
"""

from collections.abc import Iterable
from urllib.parse import quote

import httpx2
import msgspec

from domain.kernel.ports import OutsideError, RegistryRecord

CONNECT_S = 2.0
READ_S = 6.0
ANSWER_BYTES_MAX = 64 * 1024
CONNECTIONS_MAX = 10


class RegistryAwayError(OutsideError):
    """The register did not answer, or not in its own words."""

    def __init__(self, code: str) -> None:
        super().__init__(code, "登记系统暂时无法查询", retry=True)


class HttpRegistry:
    """Asks the gateway of the company register."""

    def __init__(
        self, url: str, secret: str, *, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._url = url.rstrip("/")
        self._client = httpx2.AsyncClient(
            transport=transport,
            headers={"Authorization": f"Bearer {secret}"} if secret else {},
            timeout=httpx2.Timeout(READ_S, connect=CONNECT_S),
            limits=httpx2.Limits(max_connections=CONNECTIONS_MAX),
            trust_env=False,
        )

    async def look_up(self, uscc: str) -> RegistryRecord | None:
        """Ask once; the review asks again in its own time."""
        try:
            answer = await self._client.get(f"{self._url}/companies/{quote(uscc, safe='')}")
        except httpx2.TransportError as problem:
            raise RegistryAwayError("unreachable") from problem
        if answer.status_code == httpx2.codes.NOT_FOUND:
            return None
        if answer.status_code != httpx2.codes.OK or len(answer.content) > ANSWER_BYTES_MAX:
            raise RegistryAwayError("no_answer")
        try:
            record = msgspec.json.decode(answer.content, type=RegistryRecord)
        except msgspec.DecodeError as problem:
            raise RegistryAwayError("not_understood") from problem
        if record.uscc != uscc:
            raise RegistryAwayError("another_firm")
        return record

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()


class RememberingRegistry:
    """Knows the firms it was told of; away while it is told to be. Also the demo's stand-in."""

    def __init__(self, records: Iterable[RegistryRecord] = ()) -> None:
        self.records = {record.uscc: record for record in records}
        self.asked: list[str] = []
        self.is_away = False

    async def look_up(self, uscc: str) -> RegistryRecord | None:
        """What it was told of the code."""
        self.asked.append(uscc)
        if self.is_away:
            raise RegistryAwayError("unreachable")
        return self.records.get(uscc)
