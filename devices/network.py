"""What answers on the network: a port, a page, an address."""

import shutil
import socket
import subprocess
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

ANSWER_S_MAX = 3.0
OK_FROM, OK_BELOW = 200, 400
PING = "ping"


class TcpProbe:
    """Does something listen at a port?"""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    def look(self) -> Finding:
        """Knock once."""
        try:
            with closing(socket.create_connection((self._host, self._port), ANSWER_S_MAX)):
                return Finding(Health.HEALTHY)
        except OSError as problem:
            raise ProbeError(f"端口{self._port}没有响应") from problem


class HttpProbe:
    """Does a page answer, and well?"""

    def __init__(self, url: str) -> None:
        self._at = urlsplit(url)

    def look(self) -> Finding:
        """Ask for it once."""
        status = _status(self._at.scheme, self._at.netloc, self._at.path or "/")
        if OK_FROM <= status < OK_BELOW:
            return Finding(Health.HEALTHY)
        return Finding(Health.DOWN, f"页面返回{status}")


def _status(scheme: str, place: str, path: str) -> int:
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(place, timeout=ANSWER_S_MAX)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException) as problem:
        raise ProbeError("页面没有响应") from problem
    finally:
        connection.close()


class PingProbe:
    """Does an address answer an echo?"""

    def __init__(self, host: str) -> None:
        if host.startswith("-"):
            raise ProbeError("地址无效")
        self._host = host

    def look(self) -> Finding:
        """One echo, by the system's own program, which may do what we may not."""
        program = shutil.which(PING)
        if program is None:
            raise ProbeError("本机没有 ping")
        command = [program, "-c", "1", "-W", str(int(ANSWER_S_MAX)), self._host]
        try:
            done = subprocess.run(  # noqa: S603 -- no shell, and the host is no option
                command, capture_output=True, timeout=ANSWER_S_MAX + 1, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise ProbeError("无法发出 ping") from problem
        if done.returncode != 0:
            raise ProbeError("网络不通")
        return Finding(Health.HEALTHY)
