"""Gives a database its operator and, for a demonstration, a world that people recognise.

`seed` may run at every start: what is there is left as it is, whatever became of it since.
The demo log-ins share one password. The accounts named `replay-…` belong to the program that
replays past loans over HTTP, so they may date what they do back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct, to_builtins
from tortoise.transactions import in_transaction

from domain.catalogue.drafts import shelve
from domain.guarantee.actions import lettering
from domain.guarantee.letter_terms import LetterRequest
from domain.identity import passwords
from domain.identity.accounts import write_account
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor, Call
from domain.kernel.leading import Leadership
from domain.kernel.refusal import NotNow, Unmet
from domain.parties.actions import certifying, historical
from domain.parties.terms import CertificationApproval
from orm.catalogue import Product
from orm.guarantee import LetterApplication
from orm.identity import Account
from orm.parties import Certification, Party
from orm.shelving import shelve_missing
from server import demo_shelf, demo_world
from server.demo_devices import seed_devices
from server.demo_events import seed_events
from server.demo_legacy import seed_legacy
from server.demo_notices import seed_notices
from server.demo_people import SECOND, Person, everybody
from server.demo_policy import seed_policy
from server.demo_queue import seed_queue
from server.demo_shelf import DemoOffer
from server.demo_world import DemoEnterprise, DemoInstitution, DemoProduct
from vocabulary.catalogue import PRODUCT_KIND_LABELS, OfferMode
from vocabulary.certification import CertificationState
from vocabulary.identifiers import make_uscc
from vocabulary.identity import Terminal
from vocabulary.parties import PartyKind, Role
from vocabulary.rights import Right

WORLD = UUID("5b0f7f4e-6a0c-5c1e-9d53-20260601f1aa")  # from which every id of the seed is made
DEMO_PASSWORD = "Suzhou-2026"  # noqa: S105 -- printed on the log-in page of a demonstration
REPLAY_PHONE_PREFIX = "1990000"
WAIT_S = 0.2
LISTED_ON = date(2026, 6, 1)
FEN_PER_WAN = 1_000_000
PRESENTING = "szbank-officer"
STORE_STAFF = ("store-1", "store-2")
ASKING = "yunqi"  # the firm that has asked insurers for cover
SHOWN = ("szbank", "icbc", "picc", "szdb", "szzl")


class DemoLogIn(Struct, frozen=True):
    """演示账号：谁、登录名、密码、在哪个终端使用。"""

    title: str
    log_in_name: str
    password: str
    terminals: list[Terminal]


async def seed(demo: bool) -> None:  # noqa: FBT001 -- the one question there is
    """Make what is missing: the operator always, the demo world when asked."""
    operator = await _operator()
    if not demo:
        return
    people = list(everybody())
    async with in_transaction():
        # Two processes that start at once wait here for each other.
        await Party.select_for_update().get(id=operator.id)
        parties = await _parties(operator)
        await _accounts(people, parties)
        await _products()
    for enterprise in demo_world.ENTERPRISES:
        await _certify(enterprise, parties, people)
    by_name = {each.log_in_name: each for each in people}
    lead = Leadership("seed")
    await _until_led(lead)
    try:
        for write in _stories(by_name, parties, people):
            await write()
            await lead.hold()
    finally:
        await lead.give_up()


async def _until_led(lead: Leadership) -> None:
    """Wait while another process writes the same."""
    while True:
        if await lead.hold():
            return
        await asyncio.sleep(WAIT_S)


def _stories(
    by_name: dict[str, Person], parties: dict[str, Party], people: list[Person]
) -> Iterator[Callable[[], Awaitable[None]]]:
    """What the demo world has done so far, each part written once."""
    operator = parties["operator"]
    manager, one, other = (_actor(by_name[name], operator) for name in ("operator", *STORE_STAFF))

    async def policy() -> None:
        asking = _actor(by_name[ASKING], await Party.get(id=parties[ASKING].id))
        await seed_policy(WORLD, manager, asking)

    async def events() -> None:
        presenting = _actor(by_name[PRESENTING], parties["szbank"])
        clerk = _actor(by_name["chenxi"], await Party.get(id=parties["chenxi"].id))
        await seed_events(WORLD, one, presenting, clerk)

    yield policy
    yield partial(_letters, parties, people)
    yield partial(seed_queue, WORLD, manager, (one, other))
    yield partial(seed_notices, WORLD, manager, _actor(by_name[SECOND], operator))
    yield seed_legacy
    yield events
    yield partial(seed_devices, WORLD, manager)


def demo_log_ins() -> list[DemoLogIn]:
    """The demo accounts: a few for people to try, all of `replay-…` for the replaying program."""
    return [
        DemoLogIn(each.title, each.log_in_name, DEMO_PASSWORD, _terminals(each))
        for each in everybody()
        if each.is_replay or _is_shown(each)
    ]


def demo_rights(phone: str) -> list[Right]:
    """What a newly signed-up account of a demonstration may do beyond its post."""
    return [Right.APPLICATION_HISTORICAL] if phone.startswith(REPLAY_PHONE_PREFIX) else []


def _is_shown(person: Person) -> bool:
    return (
        person.party == "operator"
        or person.role is Role.ENTERPRISE_CLERK
        or (person.party in SHOWN)
    )


def _terminals(person: Person) -> list[Terminal]:
    """Where somebody is at home: an enterprise on its phone as well."""
    if person.is_replay:
        return [Terminal.TOOL]
    if person.role is Role.ENTERPRISE_CLERK:
        return [Terminal.PORTAL, Terminal.MINIPROGRAM]
    return [Terminal.PORTAL]


def _id(*parts: str) -> UUID:
    return uuid5(WORLD, ":".join(parts))


async def _operator() -> Party:
    """The platform's operator: the one there is, or a new one."""
    found = await Party.filter(kind=PartyKind.OPERATOR).order_by("created_at").first()
    if found is not None:
        return found
    row = Party(
        id=_id("party", "operator"),
        kind=PartyKind.OPERATOR,
        name=demo_world.OPERATOR_NAME,
        short_name=demo_world.OPERATOR_SHORT_NAME,
        certified=True,
        created_at=clock.now(),
    )
    await Party.bulk_create([row], ignore_conflicts=True)
    return row


async def _parties(operator: Party) -> dict[str, Party]:
    """Every party of the demo world by its key."""
    aboard = (
        *demo_world.INSTITUTIONS,
        *demo_world.OTHER_INSTITUTIONS,
        demo_world.REGULATOR,
    )
    wanted = {each.key: _institution(serial, each) for serial, each in enumerate(aboard)}
    wanted |= {each.key: _newcomer(each) for each in demo_world.ENTERPRISES}
    kept = await Party.filter(id__in=[row.id for row in wanted.values()])
    there = {row.id: row for row in kept}
    await Party.bulk_create([row for row in wanted.values() if row.id not in there])
    return {key: there.get(row.id, row) for key, row in wanted.items()} | {"operator": operator}


def _institution(serial: int, each: DemoInstitution) -> Party:
    return Party(
        id=_id("party", each.key),
        kind=each.kind,
        name=each.name,
        short_name=each.short_name,
        uscc=make_uscc(800_000 + serial),
        region=each.region,
        industry="J",
        certified=True,
        created_at=clock.now(),
    )


def _newcomer(each: DemoEnterprise) -> Party:
    """As an enterprise is after it has signed up: nothing is known of it."""
    return Party(
        id=_id("party", each.key),
        kind=PartyKind.ENTERPRISE,
        may_enter_past=True,  # the demo world's firms have no papers to show
        created_at=clock.now(),
    )


async def _accounts(people: Iterable[Person], parties: dict[str, Party]) -> None:
    wanted = {each.log_in_name: each for each in people}
    names = Account.filter(log_in_name__in=list(wanted)).values_list("log_in_name", flat=True)
    there: set[Any] = set(await names)
    missing = [each for name, each in wanted.items() if name not in there]
    if not missing:
        return
    password_hash = await passwords.make_hash(DEMO_PASSWORD)
    for each in missing:
        await write_account(
            parties[each.party],
            name=each.name,
            phone=each.phone,
            roles=[each.role, *([each.other_role] if each.other_role else [])],
            at=clock.now(),
            log_in_name=each.log_in_name,
            password_hash=password_hash,
            extra_rights=[Right.APPLICATION_HISTORICAL] if each.is_replay else [],
            account_id=_id("account", each.log_in_name),
        )


async def _products() -> None:
    rows = [_product(serial, each) for serial, each in enumerate(demo_world.products(), 1)]
    rows += [
        _offered(serial, each) for serial, each in enumerate(demo_shelf.offers(), len(rows) + 1)
    ]
    there = set(await Product.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    await Product.bulk_create([row for row in rows if row.id not in there])
    await shelve_missing()


def _product_no(serial: int) -> str:
    digits = f"{LISTED_ON:%Y%m%d}{serial:05d}"
    return f"CP-{digits[:8]}-{digits[8:]}-{numbering.check_digit(digits)}"


def _offered(serial: int, each: DemoOffer) -> Product:
    row = Product(
        id=_id("product", each.institution, each.name),
        product_no=_product_no(serial),
        institution_id=_id("party", each.institution),
        listed_on=LISTED_ON,
    )
    shelve(row, each.draft(), 1, LISTED_ON)
    return row


def _product(serial: int, each: DemoProduct) -> Product:
    mode = demo_shelf.MODES.get(each.kind, OfferMode.OFFLINE)
    is_pre_approved = mode is OfferMode.PRE_APPROVED
    return Product(
        id=_id("product", each.bank, each.name),
        product_no=_product_no(serial),
        offer_mode=mode,
        limit_rule=to_builtins(demo_shelf.RULE) if is_pre_approved else None,
        introduction=f"面向苏州企业的{PRODUCT_KIND_LABELS[each.kind]}产品。",
        name=each.name,
        kind=each.kind,
        institution_id=_id("party", each.bank),
        amount_fen_min=each.wan_min * FEN_PER_WAN,
        amount_fen_max=each.wan_max * FEN_PER_WAN,
        rate_bp_min=each.rate_bp_min,
        rate_bp_max=each.rate_bp_max,
        term_months_min=each.months_min,
        term_months_max=each.months_max,
        repayment_methods=each.methods.split(),
        securities=each.securities.split(),
        eligible_regions=each.regions.split(),
        eligibility=each.eligibility,
        required_documents=[
            *demo_world.DOCUMENTS,
            *demo_world.MORE_DOCUMENTS.get(each.kind, ()),
        ],
        service_steps=list(demo_world.SERVICE_STEPS),
        fees=demo_world.FEES,
        policy_basis=demo_world.POLICY_BASIS,
        turnaround_days=each.days,
        listed_on=LISTED_ON,
    )


async def _certify(
    enterprise: DemoEnterprise, parties: dict[str, Party], people: Iterable[Person]
) -> None:
    """Certify by the very acts that people use, so that the journal tells it."""
    party = parties[enterprise.key]
    by_name = {each.log_in_name: each for each in people}
    with suppress(Unmet, NotNow):  # Another process that starts just now has done it.
        row = await Certification.filter(enterprise_id=party.id).first()
        if row is None:
            row = await historical.submit(
                enterprise.form, by=_actor(by_name[enterprise.key], party)
            )
        if enterprise.certified and row.state is CertificationState.TO_REVIEW:
            operator = _actor(by_name["operator"], parties["operator"])
            await certifying.approve(row.id, CertificationApproval("资料核验一致"), by=operator)


async def _letters(parties: dict[str, Party], people: Iterable[Person]) -> None:
    """Ask for letters of guarantee by the very acts that people use; once."""
    by_name = {each.log_in_name: each for each in people}
    clerk = _actor(by_name["chenxi"], parties["chenxi"])
    if await LetterApplication.exists(enterprise_id=clerk.party_id):
        return
    today = clock.today()
    for each in demo_world.LETTERS:
        request = LetterRequest(
            guarantor_id=parties[each.guarantor].id,
            kind=each.kind,
            beneficiary_name=each.beneficiary,
            project=each.project,
            amount_fen=each.wan * FEN_PER_WAN,
            effective_on=today,
            valid_until=today + timedelta(days=each.days),
        )
        row = await lettering.apply(request, by=clerk)
        if each.accepted:
            officer = f"{each.guarantor}-officer"
            by = _actor(by_name[officer], parties[each.guarantor])
            await lettering.accept(row.id, by=by)


async def actor_named(log_in_name: str) -> Actor:
    """Somebody of the demo world, who may also enter what happened before it began."""
    [person] = [each for each in everybody() if each.log_in_name == log_in_name]
    party = await Party.get(id=_id("party", person.party))
    return _actor(person, party, frozenset({Right.APPLICATION_HISTORICAL}))


def _actor(person: Person, party: Party, rights: frozenset[Right] = frozenset()) -> Actor:
    return Actor(
        _id("account", person.log_in_name),
        party.id,
        party.kind,
        frozenset({person.role}),
        name=person.name,
        party_name=party.name,
        extra_rights=rights,
        call=Call(terminal=Terminal.SERVER),
    )
