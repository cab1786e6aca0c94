"""The feed: the newest steps of all applications, each as one line that names no enterprise."""

from datetime import datetime

from msgspec import Struct

from bigscreen.reading import is_step
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from domain.lending.queries.wall import AMENDED, BEGINNINGS, DISBURSED, GRANTED, STEPS
from vocabulary.identifiers import mask_enterprise
from vocabulary.parties import shown_name
from vocabulary.regions import REGIONS

LINES_MAX = 20
_LABELS = {step.code: step.says for step in STEPS.values()}
_ASKING = BEGINNINGS | {STEPS["resubmit"].code}
_LINE = frozenset({GRANTED, AMENDED})


class Line(Struct, frozen=True):
    """One step. Its amount is the money the step is about; most steps are about none."""

    id: int
    at: datetime
    code: str
    label: str
    enterprise_masked: str
    institution: str | None
    region: str
    region_label: str
    amount_fen: int | None


Feed = tuple[Line, ...]


async def snapshot() -> Feed:
    """From the journal."""
    return tuple(_line(entry) for entry in await wall.last_steps(LINES_MAX))


def follow(feed: Feed, entry: Entry) -> Feed:
    """Put one step in its place by time. A late commit may be older than what is shown."""
    if not is_step(entry):
        return feed
    line = _line(entry)
    lines = sorted([line, *feed], key=lambda each: (each.at, each.id), reverse=True)
    kept = tuple(lines[:LINES_MAX])
    return feed if kept == feed else kept


def _line(entry: Entry) -> Line:
    region = entry.facts["region"]
    return Line(
        id=entry.id,
        at=entry.at,
        code=entry.code,
        label=_LABELS[entry.code],
        enterprise_masked=mask_enterprise(entry.facts["enterprise_name"]),
        institution=_institution(entry),
        region=region,
        region_label=REGIONS.get(region, region),
        amount_fen=_amount(entry),
    )


def _institution(entry: Entry) -> str | None:
    """The bank that has the case, or the insurer where it is the insurer's step."""
    if str(entry.party_id) == entry.facts.get("insurer_id"):
        return shown_name(entry.party_name)
    return shown_name(entry.facts["bank_name"] or entry.before("bank_name")) or None


def _amount(entry: Entry) -> int | None:
    if entry.code in _ASKING:
        return int(entry.facts["requested_fen"])
    if entry.code in _LINE:
        return int(entry.facts["credit_line_fen"])
    if entry.code == DISBURSED:
        return int(entry.terms["amount_fen"])
    return None
