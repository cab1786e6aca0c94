"""What a kiosk shows of one's own certification: where it stands, and what to put right.

A screen in a public hall: names are masked, except in the form that its owner is filling in.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.showing import open_steps
from domain.parties import hand_ins
from domain.parties.hand_ins import form_of, paper_ids, papers_of
from domain.parties.paper_queries import PaperView, paper_view
from domain.parties.review_queries import CheckView, checks_view
from domain.parties.rules import may_renew, must_be_clerk
from domain.parties.terms import CertificationHandIn
from orm.certifying import HandIn
from orm.parties import Certification
from vocabulary.certification import CERTIFICATION_STATE_LABELS, CertificationState
from vocabulary.identifiers import mask_enterprise


class CertificationAtKiosk(Struct, frozen=True):
    """本企业最近一次认证：办到哪里，核验结果；需要补正时，附上次填报的内容和证照。

    `may_submit` 为真时可以新提交；`resubmits` 有值时应补正这一份。
    """

    certification_no: str
    state: CertificationState | None
    state_label: str
    name_masked: str
    reason: str
    expected_on: date | None
    valid_until: date | None
    may_submit: bool
    resubmits: UUID | None
    checks: list[CheckView]
    form: CertificationHandIn | None
    papers: list[PaperView]


NONE_YET = CertificationAtKiosk(
    certification_no="",
    state=None,
    state_label="尚未认证",
    name_masked="",
    reason="",
    expected_on=None,
    valid_until=None,
    may_submit=True,
    resubmits=None,
    checks=[],
    form=None,
    papers=[],
)


async def mine(actor: Actor) -> CertificationAtKiosk:
    """The newest certification of whoever is logged in."""
    must_be_clerk(actor)
    own = Certification.filter(enterprise_id=actor.party_id)
    row = await own.order_by("-created_at", "-id").first()
    return NONE_YET if row is None else await view(row, actor)


async def view(row: Certification, actor: Actor) -> CertificationAtKiosk:
    """A certification as it stands; also the answer to handing in."""
    flow = flow_of(row.subject, row.flow, row.version)
    verbs = {each.verb for each in open_steps(flow, Act(actor, clock.now()), row)}
    resubmits = row.id if "resubmit" in verbs else None
    renews = row.state is CertificationState.APPROVED and may_renew(row.valid_until, clock.today())
    hand_in = await hand_ins.latest(row) if row.handed_in else None
    papers = await _papers(hand_in, actor) if hand_in and resubmits else []
    return CertificationAtKiosk(
        certification_no=row.certification_no,
        state=row.state,
        state_label=CERTIFICATION_STATE_LABELS[row.state],
        name_masked=mask_enterprise(row.name),
        reason=row.reason,
        expected_on=row.expected_on,
        valid_until=row.valid_until,
        may_submit=renews or row.state is CertificationState.REJECTED,
        resubmits=resubmits,
        checks=_checks(hand_in) if hand_in else [],
        form=form_of(hand_in) if hand_in and resubmits else None,
        papers=papers,
    )


def _checks(hand_in: HandIn) -> list[CheckView]:
    """How they came out, without the names that were compared."""
    return [replace(check, values=[]) for check in checks_view(hand_in)]


async def _papers(hand_in: HandIn, actor: Actor) -> list[PaperView]:
    found = await papers_of(hand_in)
    return [await paper_view(found[each], actor) for each in paper_ids(hand_in)]
