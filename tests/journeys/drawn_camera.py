"""A camera before which a drawn person stands, who reads the screen and does what it says.

The pictures are of a head in three dimensions that does not exist; the page is given them in
place of a camera's, and everything after that is real: the page, the server, and its eyes.
"""

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from math import pi, sin

from msgspec import json
from PIL.Image import Image
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
  const value = { value: getUserMedia, configurable: true }
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', value)
})()
"""


_PAPERS = """
(() => {
  const papers = %(papers)s, WIDE = 1600, HIGH = 1000
  if (!navigator.mediaDevices) return
  const person = navigator.mediaDevices.getUserMedia
  const lying = () => window.otherPaper || (document.querySelector('h1')?.textContent ?? '').trim()
  const draw = (canvas, images) => {
    const drawn = canvas.getContext('2d'), image = images[lying()]
    drawn.fillStyle = '#6b6f72'
    drawn.fillRect(0, 0, WIDE, HIGH)
    if (!image) return
    const share = Math.min((WIDE - 80) / image.width, (HIGH - 80) / image.height)
    const [wide, high] = [image.width * share, image.height * share]
    drawn.drawImage(image, (WIDE - wide) / 2, (HIGH - high) / 2, wide, high)
  }
  const getUserMedia = async (wanted) => {
    if (!wanted.video.facingMode?.ideal) return person.call(navigator.mediaDevices, wanted)
    const images = {}
    for (const [label, url] of Object.entries(papers)) {
      images[label] = new Image()
      images[label].src = url
      await images[label].decode()
    }
    const canvas = Object.assign(document.createElement('canvas'), { width: WIDE, height: HIGH })
    draw(canvas, images)
    window.setInterval(() => draw(canvas, images), 100)
    return canvas.captureStream(10)
  }
  const value = { value: getUserMedia, configurable: true }
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', value)
})()
"""


def lay_papers(context: BrowserContext, papers: Mapping[str, Image]) -> None:
    """Let the paper that the page's heading names lie under the camera that is asked for papers.

    Another one lies there while `window.otherPaper` names it.
    """
    urls = {label: _jpeg_url(image) for label, image in papers.items()}
    context.add_init_script(_PAPERS % {"papers": json.encode(urls).decode()})


def _jpeg_url(image: Image) -> str:
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=92)
    return f"data:image/jpeg;base64,{b64encode(file.getvalue()).decode()}"


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
