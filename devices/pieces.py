"""The pieces of a store of the demonstration: what there is, where, and what hangs on what."""

from dataclasses import dataclass

from vocabulary.devices import DeviceKind, Zone

CUSTODIANS = ("钱工", "孙工", "周工")
MAINTENANCE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Piece:
    """One device of the store: its name, what it is, where, and on what it hangs."""

    name: str
    kind: DeviceKind
    zone: Zone
    under: str = ""


ROOT, AGENT = "核心交换机", "采集主机"
SWITCHES = {Zone.FOYER: "序厅交换机", Zone.ROADSHOW: "路演区交换机", Zone.SERVICE: "服务区交换机"}
K, Z = DeviceKind, Zone
PIECES: tuple[Piece, ...] = (
    Piece(AGENT, K.AGENT, Z.SERVICE),
    Piece(ROOT, K.NETWORK, Z.SERVICE),
    Piece(SWITCHES[Z.FOYER], K.NETWORK, Z.FOYER, ROOT),
    Piece(SWITCHES[Z.ROADSHOW], K.NETWORK, Z.ROADSHOW, ROOT),
    Piece(SWITCHES[Z.SERVICE], K.NETWORK, Z.SERVICE, ROOT),
    Piece("业务服务器", K.SERVER, Z.SERVICE, ROOT),
    Piece("不间断电源", K.UPS, Z.SERVICE, ROOT),
    Piece("迎宾大屏", K.DISPLAY, Z.FOYER, SWITCHES[Z.FOYER]),
    Piece("序厅摄像头", K.CAMERA, Z.FOYER, SWITCHES[Z.FOYER]),
    Piece("展示区大屏", K.DISPLAY, Z.EXHIBITION, SWITCHES[Z.FOYER]),
    Piece("展示区摄像头", K.CAMERA, Z.EXHIBITION, SWITCHES[Z.FOYER]),
    Piece("展示区空调", K.AIR_CONDITIONING, Z.EXHIBITION, SWITCHES[Z.FOYER]),
    Piece("路演大屏", K.DISPLAY, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演话筒", K.AUDIO, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演音响", K.AUDIO, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演摄像头", K.CAMERA, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演翻页笔接收器", K.POINTER, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("叫号大屏", K.DISPLAY, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("凭条打印机", K.PRINTER, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("服务区摄像头", K.CAMERA, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("服务区空调", K.AIR_CONDITIONING, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("消防主机", K.FIRE_SAFETY, Z.SERVICE, ROOT),
)
