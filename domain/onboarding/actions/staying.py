"""An institution that is aboard: renewing every year, giving notice, leaving."""

from datetime import date
from uuid import UUID

from domain.catalogue.actions.versions import off_shelf
from domain.identity.sessions import end_sessions
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import MOVES_MAX, Move, acting, perform
from domain.kernel.refusal import Unmet
from domain.onboarding import rules
from domain.onboarding.cases import NAMED_MAX, open_cases_of
from domain.onboarding.terms import Admission, RenewalForm
from orm.catalogue import Product, ProductListing
from orm.identity import Account
from orm.onboarding import Onboarding
from orm.parties import Party
from vocabulary.catalogue import ProductState
from vocabulary.identity import AccountState

LEAVING = "机构已退出平台，产品随之下架"
ON_SHELF = (ProductState.LISTED, ProductState.TO_REVIEW_REVISION)


async def ask_renewal(onboarding_id: UUID, form: RenewalForm, *, by: Actor) -> Onboarding:
    """Ask for another year, with the licence as it now stands."""
    async with perform("ask_renewal", Onboarding, onboarding_id, by=by, terms=form) as row:
        row.renewed_licence_no = form.licence_no.strip()
        row.renewed_licence_valid_until = form.licence_valid_until
        row.reason = ""
    return row


async def extend_admission(onboarding_id: UUID, form: Admission, *, by: Actor) -> Onboarding:
    """Another year: from the old end, or from today if that is past. New business is open again."""
    async with perform(
        "extend_admission", Onboarding, onboarding_id, by=by, terms=form, reason=form.note
    ) as row:
        assert row.valid_until is not None, "aboard without an end"
        today = date_of(row.updated_at)
        row.licence_no = row.renewed_licence_no
        row.licence_valid_until = row.renewed_licence_valid_until
        row.valid_until = _until(max(row.valid_until, today), row.licence_valid_until)
        row.reminded_days, row.reason = None, form.note
        await Party.filter(id=row.institution_id).update(lapsed=row.valid_until < today)
    return row


async def return_renewal(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Not like this: the institution is where it stood, and may ask again."""
    async with perform("return_renewal", Onboarding, onboarding_id, by=by, reason=reason) as row:
        row.reason = reason
    return row


async def give_notice(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Announce the leaving: no new business from now on, what is under way goes on."""
    async with perform("give_notice", Onboarding, onboarding_id, by=by, reason=reason) as row:
        row.reason = reason
        await Party.filter(id=row.institution_id).update(lapsed=True)
    return row


async def cancel_notice(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Stay after all; an admission that has run out meanwhile is still out."""
    async with perform("cancel_notice", Onboarding, onboarding_id, by=by, reason=reason) as row:
        assert row.valid_until is not None, "aboard without an end"
        row.reason = reason
        lapsed = row.valid_until < date_of(row.updated_at)
        await Party.filter(id=row.institution_id).update(lapsed=lapsed)
    return row


async def leave(onboarding_id: UUID, reason: str, *, by: Actor) -> Onboarding:
    """Let the institution go: accounts closed, products off the shelf, offered nowhere.

    Not while it has open cases. Notice was given before, so no new one can have come in.
    """
    moves = [Move("leave", Onboarding, onboarding_id, reason=reason)]
    moves += [
        Move("order_delisting", ProductListing, product_id, reason=LEAVING)
        for product_id in await _on_shelf(onboarding_id)
    ]
    async with acting(moves, by=by) as (row, *listings):
        cases = await open_cases_of(row.institution_id)
        if cases.count:
            names = "、".join(each.application_no for each in cases.named)
            more = "等" if cases.count > NAMED_MAX else ""
            raise Unmet(f"该机构还有 {cases.count} 笔未结业务：{names}{more}，办结后才能退出")
        row.reason, row.left_at, row.held_uscc = reason, row.updated_at, None
        await Party.filter(id=row.institution_id).update(certified=False, lapsed=True, uscc=None)
        for listing in listings:
            await off_shelf(listing, row.updated_at)
            listing.reason = LEAVING
        await Product.filter(institution_id=row.institution_id).update(listed=False)
        for account in await Account.filter(party_id=row.institution_id):
            await end_sessions(account.id, at=row.updated_at)
        await Account.filter(party_id=row.institution_id).update(
            state=AccountState.CLOSED, phone_index=None
        )
    left: Onboarding = row
    return left


async def _on_shelf(onboarding_id: UUID) -> list[UUID]:
    """The products that leave with the institution, in the same act."""
    found = await Onboarding.get_or_none(id=onboarding_id)
    if found is None:
        return []
    shown = ProductListing.filter(institution_id=found.institution_id, state__in=ON_SHELF)
    rows = await shown.order_by("product_no").limit(MOVES_MAX)
    if len(rows) >= MOVES_MAX:
        raise Unmet(f"该机构在架产品超过 {MOVES_MAX - 1} 款，请先下架部分产品再办理退出")
    return [row.id for row in rows]


def _until(since: date, licence_valid_until: date | None) -> date:
    """A year on, and no longer than the licence."""
    until = rules.a_year_after(since)
    return until if licence_valid_until is None else min(until, licence_valid_until)
