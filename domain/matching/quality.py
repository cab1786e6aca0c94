"""How good a ranking is, beside what people judged of each product: NDCG. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import log2


def ndcg(relevance: Sequence[float], scores: Sequence[float], k: int | None = None) -> float:
    """The gain of an order by `scores`, as a part of the best there could be: 0 to 1.

    What is relevant counts less the lower it stands, and nothing below place `k`. Equal scores
    stand in no order: each of them counts for the average of their places. Nothing relevant: 0.
    """
    assert len(relevance) == len(scores), "a judgement for each"
    places = len(scores) if k is None else min(k, len(scores))
    worth = [1 / log2(place + 2) if place < places else 0.0 for place in range(len(scores))]
    best = sum(gain * at for gain, at in zip(sorted(relevance, reverse=True), worth, strict=True))
    got = sum(gain * at for gain, at in zip(_averaged(relevance, scores), worth, strict=True))
    return got / best if best else 0.0


def _averaged(relevance: Sequence[float], scores: Sequence[float]) -> Iterator[float]:
    """The relevance in the order of the scores, the same for all that have the same score."""
    pairs = sorted(zip(scores, relevance, strict=True), reverse=True)
    for _, tied in groupby(pairs, key=lambda pair: pair[0]):
        gains = [gain for _, gain in tied]
        yield from [sum(gains) / len(gains)] * len(gains)
