"""What a policy loan asks beside an ordinary one: programme, insurer, shares, payouts.

Each of these does nothing to ordinary credit, so that the desks' acts stay one for all kinds.
"""

from datetime import date
from uuid import UUID

from domain.kernel.refusal import Invalid, Unmet
from domain.lending.guarantee import forget_cover
from domain.lending.terms import Payout
from domain.parties.admission import must_take_business
from domain.policy import room
from domain.policy.sharing import Ratios, shares_of
from orm.lending import Disbursement, LoanApplication
from orm.parties import Party
from orm.policy import PayoutRequest, Programme, RiskShare
from vocabulary.parties import PartyKind
from vocabulary.policy import Sharer


async def chosen_programme(
    programme_id: UUID | None, amount_fen: int, today: date
) -> Programme | None:
    """The programme an enterprise asks for, if it takes such a loan today; none is 一般信贷."""
    if programme_id is None:
        return None
    return await room.chosen(programme_id, amount_fen, today)


def under(application: LoanApplication, programme: Programme) -> None:
    """Write what the programme asks of this loan: the bar, who must stand beside it."""
    application.kind = programme.kind
    application.programme_id = programme.id
    application.programme_name = programme.name
    application.fund_share_bp = programme.fund_share_bp
    application.score_required = programme.score_required
    application.insured = programme.needs_insurer
    application.guarantor_required = programme.needs_guarantor


async def must_fit(application: LoanApplication, amount_fen: int) -> None:
    """Refuse an amended amount above what one enterprise may have under the programme."""
    if application.programme_id is not None:
        programme = await Programme.get(id=application.programme_id)
        room.must_fit_enterprise(programme, amount_fen)


async def named_insurer(insurer_id: UUID | None) -> Party | None:
    """The insurer that a bank names, if it is one that takes new business."""
    if insurer_id is None:
        return None
    insurer = await Party.get_or_none(id=insurer_id, kind=PartyKind.INSURER)
    if insurer is None:
        raise Invalid("请选择一家入驻保险机构", (("insurer_id", "请选择保险机构"),))
    await must_take_business(insurer.id)
    return insurer


def seat_insurer(application: LoanApplication, insurer: Party) -> None:
    """Ask this insurer; what another one said before counts no more."""
    forget_cover(application)
    application.insurer_id = insurer.id
    application.insurer_name = insurer.name


async def fix_shares(application: LoanApplication, line_fen: int) -> None:
    """Take the line out of the programme's room, and write down who bears what of this loan."""
    if application.programme_id is None:
        return
    programme = await room.must_carry_line(application, line_fen)
    ratios = Ratios(
        programme.fund_share_bp,
        programme.bank_share_bp,
        programme.guarantor_share_bp,
        programme.insurer_share_bp,
    )
    shares = shares_of(
        ratios, has_guarantor=application.guaranteed, has_insurer=application.insured
    )
    application.fund_share_bp = shares.get(Sharer.FUND, 0)
    named = {
        Sharer.FUND: (None, programme.name),
        Sharer.BANK: (application.bank_id, application.bank_name),
        Sharer.GUARANTOR: (application.guarantor_id, application.guarantor_name),
        Sharer.INSURER: (application.insurer_id, application.insurer_name),
    }
    await RiskShare.bulk_create(
        [
            RiskShare(
                application_id=application.id,
                sharer=sharer,
                party_id=named[sharer][0],
                party_name=named[sharer][1],
                share_bp=share_bp,
                edition=programme.edition,
                at=application.updated_at,
            )
            for sharer, share_bp in shares.items()
        ]
    )


async def must_carry(application: LoanApplication, line_fen: int) -> None:
    """Refuse an amended line for which the programme has no room."""
    if application.programme_id is not None:
        await room.must_carry_line(application, line_fen)


async def must_not_be_used(contract_no: str, bank_id: UUID) -> None:
    """Refuse a contract under which this bank has paid out already."""
    if await Disbursement.exists(bank_id=bank_id, contract_no=contract_no):
        raise Unmet("该合同编号已登记过放款，请核对合同编号")


async def waiting_request(application: LoanApplication) -> PayoutRequest:
    """The payout that was asked for last, and has not followed yet."""
    rows = PayoutRequest.filter(application_id=application.id, disbursement_id__isnull=True)
    found = await rows.order_by("-at", "-request_no").first()
    assert found is not None, "no payout was asked for"
    return found


async def confirmed_request(application: LoanApplication, payout: Payout) -> PayoutRequest | None:
    """The request that this payout follows, which must say the same; None for ordinary credit."""
    if application.programme_id is None:
        return None
    await room.must_carry_payout(application, payout.amount_fen)
    asked_for = await waiting_request(application)
    if (asked_for.contract_no, asked_for.amount_fen) != (payout.contract_no, payout.amount_fen):
        raise Unmet("放款须与放款申请一致，请按申请的合同编号和金额登记")
    return asked_for
