"""The real eyes for faces: models in processes of their own, the gallery in this one.

The gallery needs numpy alone, which is imported when the first template is enrolled or looked
for: a web process that knows nobody stays as small as before.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from domain.kernel.seeing import Glance, Liveness, Match, Template, Unseen
from server.adapters.model_processes import ModelProcesses
from vision.faces import wire
from vision.faces.liveness import must_be_judgeable
from vision.faces.measured import ENGINES
from vocabulary.seeing import Challenge, Flaw

if TYPE_CHECKING:
    from vision.faces.gallery import Gallery

MODULE = "vision.faces.worker"
DIMENSIONS = 128
GLANCE_S_MAX = 5.0
TEMPLATE_S_MAX = 10.0
WATCH_S_MAX = 30.0
AT_ONCE_MAX = 20_000  # a larger gallery is searched beside the event loop


class ModelFaces:
    """Sees faces with the engine of the settings."""

    def __init__(self, engine: str, processes: int) -> None:
        self._measured = ENGINES[engine]
        self.processes = ModelProcesses((MODULE, engine), processes)
        self._gallery: Gallery | None = None

    @property
    def engine(self) -> str:
        """Which engine makes the templates."""
        return self._measured.name

    @property
    def version(self) -> str:
        """Of which version its templates are."""
        return self._measured.version

    async def glance(self, frame: bytes) -> Glance:
        """What one frame shows. Eyelids are not judged: `openness` is None."""
        if len(frame) > wire.FRAMES_BYTES_MAX:
            return Glance(Flaw.TOO_LARGE)
        match await self._ask(wire.LookAt(frame), GLANCE_S_MAX):
            case wire.Looked(flaw, yaw, pitch, span):
                return Glance(flaw, yaw, pitch, span)
            case other:
                raise AssertionError(f"a glance is answered by Looked, not {type(other)}")

    async def look_ahead(self, frame: bytes) -> None:
        """See a frame of a sequence that is still being filmed."""
        if len(frame) <= wire.FRAMES_BYTES_MAX:
            await self._ask(wire.LookAhead(frame), GLANCE_S_MAX)

    async def template(self, photo: bytes) -> Template:
        """The one face of a good photo."""
        if len(photo) > wire.FRAMES_BYTES_MAX:
            raise Unseen(Flaw.TOO_LARGE)
        match await self._ask(wire.Embed(photo), TEMPLATE_S_MAX):
            case wire.Embedded(vector):
                return self._of(vector)
            case wire.Flawed(flaw):
                raise Unseen(flaw)
            case other:
                raise AssertionError(f"a photo is answered by a vector, not {type(other)}")

    async def watch(self, frames: Sequence[bytes], asked: Sequence[Challenge]) -> Liveness:
        """Judge a sequence of frames, oldest first, against the challenges in their order."""
        must_be_judgeable(asked)
        if len(frames) > wire.FRAMES_MAX or sum(map(len, frames)) > wire.FRAMES_BYTES_MAX:
            return Liveness(alive=False, done=(), flaw=Flaw.TOO_LARGE, template=None)
        match await self._ask(wire.Watch(tuple(frames), tuple(asked)), WATCH_S_MAX):
            case wire.Watched(alive, done, flaw, vector):
                return Liveness(alive, done, flaw, self._of(vector) if alive else None)
            case other:
                raise AssertionError(f"a sequence is answered by Watched, not {type(other)}")

    def is_same(self, one: Template, other: Template) -> bool:
        """1:1. A hundred multiplications need no numpy."""
        pairs = zip(self._numbers(one), self._numbers(other), strict=True)
        return sum(a * b for a, b in pairs) >= self._measured.verifying

    async def enrol(self, key: str, template: Template) -> None:
        """Put a template into this process's gallery, replacing the key's older one."""
        self._known().put(key, self._vector(template))

    async def forget(self, key: str) -> None:
        """Take a key out of this process's gallery."""
        if self._gallery is not None:
            self._gallery.drop(key)

    async def recognise(self, template: Template) -> Match | None:
        """1:N over the gallery; the larger it is, the more alike somebody must be."""
        vector = self._vector(template)
        gallery = self._known()
        size = len(gallery)
        if size > AT_ONCE_MAX:
            found = await asyncio.to_thread(gallery.nearest, vector)
        else:
            found = gallery.nearest(vector)
        if found is None or found[1] < self._measured.searching(size):
            return None
        return Match(*found)

    async def close(self) -> None:
        """End the processes."""
        await self.processes.close()

    async def _ask(self, request: wire.Request, timeout_s: float) -> wire.Answer:
        words = await self.processes.ask(wire.encode(request), timeout_s)
        answer: wire.Answer = wire.decode_answer(words)
        return answer

    def _of(self, vector: bytes) -> Template:
        return Template(self.engine, self.version, vector)

    def _numbers(self, template: Template) -> Sequence[float]:
        if (template.engine, template.version) != (self.engine, self.version):
            raise ValueError("templates of different engines cannot be compared")
        if len(template.vector) != DIMENSIONS * 4:
            raise ValueError("a template is 128 numbers")
        return memoryview(template.vector).cast("f")

    def _vector(self, template: Template) -> Any:
        import numpy as np  # noqa: PLC0415 -- see above: not before somebody is known

        return np.asarray(self._numbers(template), np.float32)

    def _known(self) -> "Gallery":
        if self._gallery is None:
            from vision.faces.gallery import Gallery  # noqa: PLC0415 -- brings numpy

            self._gallery = Gallery(DIMENSIONS)
        return self._gallery
