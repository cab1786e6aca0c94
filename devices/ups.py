"""An uninterruptible power supply, asked of a NUT server (Network UPS Tools, RFC 9271)."""

import re
import socket
from contextlib import closing
from typing import Protocol

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

ANSWER_S_MAX = 2.0
ANSWER_BYTES_MAX = 1_024
PORT = 3493
CHARGE_LOW = 50.0
_ANSWER = re.compile(r'^VAR \S+ \S+ "([^"]*)"$')
_NAME = re.compile(r"^[A-Za-z0-9_.-]{1,40}$")


class UpsServer(Protocol):
    """Whoever knows the variables of a supply."""

    def variable(self, name: str) -> str:
        """The value of one."""


class NutServer:
    """`upsd` at an address."""

    def __init__(self, host: str, ups: str, port: int = PORT) -> None:
        if not _NAME.match(ups):
            raise ProbeError("不间断电源的名称无效")
        self._host, self._port, self._ups = host, port, ups

    def variable(self, name: str) -> str:
        """Ask once."""
        try:
            with closing(socket.create_connection((self._host, self._port), ANSWER_S_MAX)) as line:
                line.sendall(f"GET VAR {self._ups} {name}\n".encode())
                said = line.makefile("rb").readline(ANSWER_BYTES_MAX).decode("utf-8", "replace")
        except OSError as problem:
            raise ProbeError("不间断电源没有响应") from problem
        found = _ANSWER.match(said.strip())
        if found is None:
            raise ProbeError("不间断电源的应答无法识别")
        return found[1]


class UpsProbe:
    """On mains all is well; on its battery somebody must know, and soon."""

    def __init__(self, server: UpsServer) -> None:
        self._server = server

    def look(self) -> Finding:
        """Its flags and its charge."""
        flags = set(self._server.variable("ups.status").split())
        try:
            charge = float(self._server.variable("battery.charge"))
        except ValueError as problem:
            raise ProbeError("不间断电源的电量无法识别") from problem
        values = {"charge": charge}
        if flags & {"OFF", "LB"}:
            return Finding(Health.DOWN, f"电量将尽：{charge:.0f}%", values)
        if "OB" in flags:
            return Finding(Health.WARNING, f"市电中断，电池供电：{charge:.0f}%", values)
        if "RB" in flags or charge < CHARGE_LOW:
            return Finding(Health.WARNING, f"电池需要检修：{charge:.0f}%", values)
        return Finding(Health.HEALTHY, "", values)
