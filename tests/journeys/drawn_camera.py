"""A camera before which a drawn person stands, who reads the screen and does what it says.

The pictures are of a head in three dimensions that does not exist; the page is given them in
place of a camera's, and everything after that is real: the page, the server, and its eyes.
"""

from base64 import b64encode
from math import pi, sin

from msgspec import json
from playwright.sync_api import BrowserContext

from tests.vision.drawn_faces import Person, frame, jpeg

STEPS = 14
TURNED = 40.0
NODDED = 30.0
FAR, NEAR = 88.0, 120.0
MOVES = {"左转": "left", "右转": "right", "点点头": "nod", "靠近": "near"}

_SCRIPT = """
(() => {
  const moves = %(moves)s, poses = %(poses)s, obeys = %(obeys)s
  const MS = 1900
  let doing = 'still', since = 0
  const pictures = {}
  for (const [name, urls] of Object.entries(poses)) {
    pictures[name] = urls.map((url) => { const image = new Image(); image.src = url; return image })
  }
  const read = () => {
    const text = document.querySelector('.said')?.textContent ?? ''
    const found = obeys ? Object.keys(moves).find((word) => text.includes(word)) : undefined
    return found ? moves[found] : 'still'
  }
  const draw = (canvas) => {
    const asked = read()
    if (asked !== doing) { doing = asked; since = performance.now() }
    const all = pictures[doing]
    const at = Math.min(all.length - 1, Math.floor((performance.now() - since) / MS * all.length))
    canvas.getContext('2d').drawImage(all[at], 0, 0, 640, 480)
  }
  const getUserMedia = async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 480
    draw(canvas)
    window.setInterval(() => draw(canvas), 50)
    return canvas.captureStream(20)
  }
  if (!navigator.mediaDevices) return // an empty page has none
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: getUserMedia })
})()
"""


def stand_before(context: BrowserContext, person: Person, *, obeys: bool = True) -> None:
    """Let a person stand before the camera of every page that opens from now on.

    One who does not obey is a photograph: it shows a face, and nothing moves it.
    """
    script = _SCRIPT % {
        "moves": json.encode(MOVES).decode(),
        "poses": json.encode(_poses(person)).decode(),
        "obeys": "true" if obeys else "false",
    }
    context.add_init_script(script)


def _poses(person: Person) -> dict[str, list[str]]:
    coming = [step / (STEPS - 1) for step in range(STEPS)]
    swing = [min(1.0, 1.6 * sin(pi * step / (STEPS - 1))) for step in range(STEPS)]
    return {
        "still": [_picture(person, size=FAR)],
        "left": [_picture(person, yaw=TURNED * far, size=FAR) for far in swing],
        "right": [_picture(person, yaw=-TURNED * far, size=FAR) for far in swing],
        "nod": [_picture(person, pitch=-NODDED * far, size=FAR) for far in swing],
        "near": [_picture(person, size=FAR + (NEAR - FAR) * far) for far in coming],
    }


def _picture(person: Person, yaw: float = 0.0, pitch: float = 0.0, size: float = FAR) -> str:
    taken = jpeg(frame(person, yaw=yaw, pitch=pitch, size=size))
    return f"data:image/jpeg;base64,{b64encode(taken).decode()}"
