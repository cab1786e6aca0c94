"""The bank files and retracts; the guarantor or insurer decides, pays, recovers and closes."""

from datetime import date, datetime
from uuid import UUID, uuid4

from domain.claims.cover import Exposure, Shares, covered_fen, loss_fen, shared_out
from domain.claims.flow import ClaimFlow
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import Move, acting, begin_beside, perform
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.servicing import lines, owing, prepaying
from domain.servicing.owing import Due, OverpaidError
from domain.servicing.receiving import REPAYMENT_PREFIX, receive, too_much
from orm.claims import Claim, ClaimPayment, Recovery
from orm.lending import LoanApplication
from orm.parties import Party
from orm.servicing import Loan
from vocabulary.money import yuan_text
from vocabulary.parties import Seat
from vocabulary.servicing import Payer

CLAIM_PREFIX = "DC"
RECOVERIES_MAX = 500
SEAT_OF = {
    Payer.GUARANTOR: Seat.GUARANTOR,
    Payer.INSURER: Seat.INSURER,
    Payer.FUND: Seat.FUND,
}


async def file_claim(loan_id: UUID, form: ClaimForm, *, by: Actor) -> Claim:
    """Demand of a guarantor, an insurer or a fund what it covers of an overdue loan."""
    seat = SEAT_OF.get(form.respondent)
    if seat is None:
        sentence = "请选择担保机构、保险机构或政策基金"
        raise Invalid(sentence, (("respondent", sentence),))
    claim_no = await numbering.draw(CLAIM_PREFIX)
    async with acting([Move("file_claim", Loan, loan_id)], by=by) as [loan]:
        respondent_id, respondent_name = await _respondent(loan, seat)
        at_stake, cover = await _cover(loan, seat, date_of(loan.updated_at))
        if form.amount_fen > cover:
            raise Unmet(
                f"申请金额 {yuan_text(form.amount_fen)} 超过{respondent_name}承担的金额 "
                f"{yuan_text(cover)}，请核对后重新申请"
            )
        claim = Claim(
            id=uuid4(),
            claim_no=claim_no,
            loan_id=loan.id,
            loan_no=loan.loan_no,
            contract_no=loan.contract_no,
            enterprise_id=loan.enterprise_id,
            bank_id=loan.bank_id,
            insurer_id=respondent_id if seat is Seat.INSURER else None,
            guarantor_id=respondent_id if seat is Seat.GUARANTOR else None,
            enterprise_name=loan.enterprise_name,
            bank_name=loan.bank_name,
            respondent_name=respondent_name,
            loss_fen=at_stake,
            share_bp=sum(share_bp for each, share_bp in _shares(loan) if each is seat),
            covered_fen=cover,
            amount_fen=form.amount_fen,
            reason=form.reason,
        )
        await begin_beside(ClaimFlow, "file_claim", claim, by=by, terms=form)
    return claim


async def _respondent(loan: Loan, seat: Seat) -> tuple[UUID | None, str]:
    """Who is asked; a fund is no party, and is called by its programme."""
    party_id = loan.seats().get(seat)
    if party_id is not None:
        return party_id, (await Party.get(id=party_id)).name
    if seat is not Seat.FUND or all(each is not seat for each, _ in _shares(loan)):
        raise Unmet("该机构没有为这笔贷款承担责任，请选择其他机构")
    application = await LoanApplication.get(id=loan.application_id)
    return None, f"{application.programme_name}政策基金"


def _asked(claim: Claim) -> Payer:
    """Whom a claim is on."""
    if claim.is_on_fund():
        return Payer.FUND
    return Payer.GUARANTOR if claim.guarantor_id is not None else Payer.INSURER


def _shares(loan: Loan) -> Shares:
    return [(Seat(each["seat"]), int(each["share_bp"])) for each in loan.shares]


async def _cover(loan: Loan, seat: Seat, on: date) -> tuple[int, int]:
    """What the bank stands to lose, and what of it a seat still covers.

    What others have paid before counts as lost too: each covers its share of the whole.
    """
    dues = owing.accrued(await lines.lines_of(loan), lines.terms_of(loan), on)
    due, rest = owing.fallen_due(dues, on), owing.outstanding(dues)
    left = loss_fen([Exposure(rest.principal_fen, due.interest_fen)])
    earlier = await Claim.filter(loan_id=loan.id, paid_fen__gt=0)
    whole = left + sum(each.paid_fen for each in earlier)
    own = sum(each.paid_fen for each in earlier if SEAT_OF[_asked(each)] is seat)
    return left, max(min(covered_fen(whole, _shares(loan), seat) - own, left), 0)


async def agree_claim(claim_id: UUID, form: ClaimAgreement, *, by: Actor) -> Claim:
    """Say yes, to all of it or to less."""
    async with perform("agree_claim", Claim, claim_id, by=by, terms=form) as claim:
        claim.agreed_fen = form.amount_fen
        claim.opinion = form.opinion
    return claim


async def decline_claim(claim_id: UUID, reason: str, *, by: Actor) -> Claim:
    """Say no; the loan is the bank's alone again."""
    return await _end("decline_claim", claim_id, reason, by=by)


async def retract_claim(claim_id: UUID, reason: str, *, by: Actor) -> Claim:
    """Take the demand back."""
    return await _end("retract_claim", claim_id, reason, by=by)


async def _end(verb: str, claim_id: UUID, reason: str, *, by: Actor) -> Claim:
    moves = await _both(verb, claim_id, by=by, reason=reason)
    async with acting(moves, by=by) as [claim, _]:
        claim.closed_on = date_of(claim.updated_at)
    ended: Claim = claim
    return ended


async def _both(
    verb: str, claim_id: UUID, *, by: Actor, terms: object = None, reason: str = ""
) -> list[Move]:
    """A step of the claim and the one that its loan takes with it."""
    seen = await Claim.visible_to(by.party_id, by.party_kind).get_or_none(id=claim_id)
    if seen is None:
        raise NotFound(NOT_FOUND)
    return [
        Move(verb, Claim, claim_id, terms, reason),
        Move("end_claim", Loan, seen.loan_id, None, reason),
    ]


async def pay_claim(claim_id: UUID, form: ClaimPaid, *, by: Actor) -> Claim:
    """Write down what was paid to the bank: it goes to interest and principal of the loan."""
    repayment_no = await numbering.draw(REPAYMENT_PREFIX)
    moves = await _both("pay_claim", claim_id, by=by, terms=form, reason=form.reason)
    async with acting(moves, by=by) as [claim, loan]:
        repayment_id = await _take_in(claim, loan, form, repayment_no, by=by)
        claim.paid_fen, claim.paid_on = form.amount_fen, form.paid_on
        claim.paid_by_id = by.account_id
        loan.claims_paid_fen += form.amount_fen
        await ClaimPayment.create(
            id=uuid4(),
            claim_id=claim.id,
            amount_fen=form.amount_fen,
            paid_on=form.paid_on,
            reason=form.reason,
            repayment_id=repayment_id,
            at=claim.updated_at,
        )
    paid: Claim = claim
    return paid


async def _take_in(
    claim: Claim, loan: Loan, form: ClaimPaid, repayment_no: str, *, by: Actor
) -> UUID:
    payer = _asked(claim)
    if form.paid_on < (loan.last_paid_on or loan.drawn_on):
        raise Unmet("代偿日期不能早于放款日，也不能早于上一笔还款")
    _, cover = await _cover(loan, SEAT_OF[payer], form.paid_on)
    if form.amount_fen > cover:
        raise too_much(form.amount_fen, cover, form.paid_on)
    terms = lines.terms_of(loan)
    before = await lines.lines_of(loan)
    try:
        after, parts = prepaying.covered(
            owing.accrued(before, terms, form.paid_on), terms, form.amount_fen, form.paid_on
        )
    except OverpaidError as more:
        raise too_much(form.amount_fen, more.owed_fen, form.paid_on) from more
    await _keep(loan, before, after)
    kept = await receive(
        loan,
        after,
        parts,
        repayment_no=repayment_no,
        paid_on=form.paid_on,
        at=claim.updated_at,
        by=by,
        payer=payer,
        claim_id=claim.id,
    )
    return kept.id


async def _keep(loan: Loan, before: list[Due], after: list[Due]) -> None:
    """What was due is paid where it stands; principal ahead of its time is a new version."""
    if len(before) == len(after) and all(
        old.kind is new.kind for old, new in zip(before, after, strict=True)
    ):
        await lines.write_paid(loan, before, after)
        return
    loan.schedule_version += 1
    await lines.write_version(loan, after)


async def recover(claim_id: UUID, form: Recovered, *, by: Actor) -> Claim:
    """Write down what the borrower gave back, and whose loss it makes good."""
    async with perform("recover", Claim, claim_id, by=by, terms=form) as claim:
        if await Recovery.filter(claim_id=claim.id).count() >= RECOVERIES_MAX:
            raise Unmet(f"一笔代偿最多登记 {RECOVERIES_MAX} 次追偿")
        loan = await Loan.get(id=claim.loan_id)
        bearers = [(seat, bp) for seat, bp in _shares(loan) if seat is not Seat.BANK]
        parts = shared_out(claim.recovered_fen, form.amount_fen, bearers)
        await _write_recovery(claim, form, parts, claim.updated_at)
        claim.recovered_fen += form.amount_fen
    return claim


async def _write_recovery(
    claim: Claim, form: Recovered, parts: list[tuple[Seat, int]], at: datetime
) -> None:
    await Recovery.create(
        id=uuid4(),
        claim_id=claim.id,
        amount_fen=form.amount_fen,
        recovered_on=form.recovered_on,
        note=form.note,
        parts=[{"seat": seat.value, "amount_fen": fen} for seat, fen in parts],
        at=at,
    )


async def settle(claim_id: UUID, *, by: Actor) -> Claim:
    """Everything that was paid has come back."""
    async with perform("settle", Claim, claim_id, by=by) as claim:
        claim.closed_on = date_of(claim.updated_at)
    return claim


async def write_off(claim_id: UUID, reason: str, *, by: Actor) -> Claim:
    """Give up what has not come back."""
    async with perform("write_off", Claim, claim_id, by=by, reason=reason) as claim:
        claim.written_off_fen = claim.paid_fen - claim.recovered_fen
        claim.closed_on = date_of(claim.updated_at)
    return claim
