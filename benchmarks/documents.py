"""P8: a document's fields over HTTP, beside the OCR engine alone; the loop's lag meanwhile."""

from collections.abc import Sequence

import httpx2

from benchmarks.children import free_port, program, python
from benchmarks.measured import Line, Setting, in_ms, middle, percentile
from server.adapters.documents import asked
from server.adapters.model_processes import ModelProcesses
from tests.vision.papers import dice_of, font_missing, id_card_front, licence
from tests.vision.spoiling import photo
from vocabulary.seeing import DocumentKind

PAPERS = 12
WITHIN_S = 60.0
LAG_MS_MAX = 50


async def measure(setting: Setting) -> list[Line]:
    """Ours and the engine in turn, the same photo to each, after a first one that loads models."""
    assert not font_missing(), "a Chinese font draws the papers (fonts-noto-cjk)"
    port = free_port()
    floor = ModelProcesses(("vision.worker", "benchmarks.floor_ocr"))
    server = python("benchmarks.document_server", str(port))
    try:
        with program(server, port, setting.folder / "documents.log"):
            async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                return [
                    await _beside(setting, client, floor, kind)
                    for kind in (DocumentKind.BUSINESS_LICENCE, DocumentKind.ID_CARD_FRONT)
                ] + [await _lag(setting, client)]
    finally:
        await floor.close()


async def _beside(
    setting: Setting, client: httpx2.AsyncClient, floor: ModelProcesses, kind: DocumentKind
) -> Line:
    ours, bare = [], []
    for seed, content in enumerate(_photos(kind, setting.scaled(PAPERS) + 1)):
        took = await _read(client, content, kind)
        alone = await asked(floor, "read", content, of=float, within_s=WITHIN_S)
        if seed:
            ours.append(took)
            bare.append(alone)
    ratio = middle([one / other for one, other in zip(ours, bare, strict=True)])
    return Line(
        "P8", f"a photo of a {kind.value}, fields over HTTP, beside the engine alone",
        in_ms(ours), in_ms(bare), ratio, "<= 1.15",
    )  # fmt: skip


async def _lag(setting: Setting, client: httpx2.AsyncClient) -> Line:
    await client.get("/late")
    for content in _photos(DocumentKind.BUSINESS_LICENCE, setting.scaled(PAPERS)):
        await _read(client, content, DocumentKind.BUSINESS_LICENCE)
    busy: list[float] = (await client.get("/late")).json()
    worst = percentile(busy, 0.999) * 1000
    return Line(
        "P8", "event-loop lag of the web process meanwhile, 999 of 1,000 beats, ms",
        in_ms(busy), f"worst {max(busy) * 1000:.1f} ms", worst, f"<= {LAG_MS_MAX}",
    )  # fmt: skip


async def _read(client: httpx2.AsyncClient, content: bytes, kind: DocumentKind) -> float:
    answer = await client.post(f"/read/{kind.value}", content=content, timeout=WITHIN_S)
    assert answer.status_code == httpx2.codes.OK, f"not read: {answer.status_code}"
    return answer.elapsed.total_seconds()


def _photos(kind: DocumentKind, count: int) -> Sequence[bytes]:
    drawn = licence if kind is DocumentKind.BUSINESS_LICENCE else id_card_front
    return [photo(drawn(seed).image, dice_of("bench", seed)) for seed in range(count)]
