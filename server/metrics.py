"""What Prometheus reads at /metrics."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "finmart_requests", "Requests answered", ["route", "method", "status"], registry=REGISTRY
)
LATENCY = Histogram(
    "finmart_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
SEALED = Counter("finmart_journal_sealed", "Journal entries sealed here", registry=REGISTRY)
LOOP_LAG = Gauge("finmart_event_loop_lag_seconds", "Last lag of the event loop", registry=REGISTRY)
UNSEALED = Gauge("finmart_journal_unsealed", "Entries not yet sealed", registry=REGISTRY)
PARKED = Gauge("finmart_journal_parked", "Entries parked after a failure", registry=REGISTRY)

FACES = Gauge("finmart_face_templates", "Face templates kept; filing at 100,000", registry=REGISTRY)


@cache
def answered(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    """Where answers of this kind are counted. Routes, methods and statuses are few."""
    return REQUESTS.labels(route, method, str(status)), LATENCY.labels(route)


def text() -> bytes:
    """The exposition format."""
    return generate_latest(REGISTRY)
