"""`python -m benchmarks.document_accuracy [PAPERS]`: fields read right, by kind and by hardship."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from tests.vision.papers import Paper, dice_of, id_card_back, id_card_front, licence
from tests.vision.spoiling import MODES
from vision.documents.layout import compact
from vision.documents.reading import read
from vision.flawed import Flawed

PAPERS = 12
KINDS: dict[str, Callable[[int], Paper]] = {
    "licence, broad": lambda seed: licence(seed, broad=True),
    "licence, upright": lambda seed: licence(seed, broad=False),
    "ID card, front": id_card_front,
    "ID card, back": id_card_back,
}


def main(papers: int) -> int:
    """Print one line for each kind and hardship, and every field that was missed."""
    for kind, drawn in KINDS.items():
        for mode in MODES:
            right, total, missed, took = _counted(drawn, mode, papers)
            misses = ", ".join(f"{name} {count}" for name, count in missed.most_common())
            sys.stdout.write(f"| {kind} | {mode} | {right}/{total} | {took:.2f} s | {misses} |\n")
            sys.stdout.flush()
    return 0


def _counted(
    drawn: Callable[[int], Paper], mode: str, papers: int
) -> tuple[int, int, Counter[str], float]:
    right = total = 0
    missed: Counter[str] = Counter()
    took = []
    for seed in range(papers):
        paper = drawn(seed)
        began = time.perf_counter()
        wrong = list(misread(paper, MODES[mode](paper.image, dice_of(mode, seed))))
        took.append(time.perf_counter() - began)
        total += len(paper.says)
        right += len(paper.says) - len(wrong)
        missed.update(wrong)
    return right, total, missed, sorted(took)[len(took) // 2]


def misread(paper: Paper, photo: bytes) -> Iterator[str]:
    """The fields that were not read as they are printed."""
    try:
        fields = read(photo, paper.kind).fields
    except Flawed as problem:
        sys.stderr.write(f"  {problem.flaw.value}\n")
        yield from paper.says
        return
    for name, text in paper.says.items():
        got = fields.get(name, ("", 0.0))[0]
        if compact(got) != compact(text):
            sys.stderr.write(f"  {name}: {text} read as {got or 'nothing'}\n")
            yield name


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS))
