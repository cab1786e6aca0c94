"""An air conditioner, by what it is there for: the temperature of its room.

Asked of the room's sensor or the building's gateway: `GET url` answers `{"temperature": 24.5}`.
"""

import json
from http.client import HTTPConnection, HTTPException
from typing import Protocol
from urllib.parse import urlsplit

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

ANSWER_S_MAX = 2.0
ANSWER_BYTES_MAX = 4_096
COLD, HOT = 16.0, 28.0
TOO_COLD, TOO_HOT = 8.0, 35.0
THINKABLE = (-40.0, 85.0)


class Thermometer(Protocol):
    """Whatever knows how warm it is."""

    def celsius(self) -> float:
        """The temperature now."""


class GatewayThermometer:
    """A sensor behind a gateway that answers by HTTP."""

    def __init__(self, url: str) -> None:
        self._at = urlsplit(url)

    def celsius(self) -> float:
        """Ask once."""
        connection = HTTPConnection(self._at.netloc, timeout=ANSWER_S_MAX)
        try:
            connection.request("GET", self._at.path or "/")
            said = json.loads(connection.getresponse().read(ANSWER_BYTES_MAX))
            return float(said["temperature"])
        except (OSError, HTTPException) as problem:
            raise ProbeError("温度传感器没有响应") from problem
        except (ValueError, KeyError, TypeError) as problem:
            raise ProbeError("温度传感器的应答无法识别") from problem
        finally:
            connection.close()


class AirConditioningProbe:
    """Does it keep the room as it should be?"""

    def __init__(self, thermometer: Thermometer) -> None:
        self._thermometer = thermometer

    def look(self) -> Finding:
        """How warm it is."""
        celsius = self._thermometer.celsius()
        if not THINKABLE[0] <= celsius <= THINKABLE[1]:
            raise ProbeError("温度读数不可信")
        values = {"temperature": celsius}
        if not TOO_COLD < celsius < TOO_HOT:
            return Finding(Health.DOWN, f"室温{celsius:.1f}℃，空调可能停机", values)
        if not COLD <= celsius <= HOT:
            return Finding(Health.WARNING, f"室温{celsius:.1f}℃，超出舒适范围", values)
        return Finding(Health.HEALTHY, "", values)
