"""The message centre is each person's own: what they read, removed, look for, and do not want."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound
from domain.messaging import actions, queries, reading
from domain.messaging.queries import MessageFilter
from domain.messaging.rules import SETTLED_AFTER
from domain.messaging.terms import SettingsChange, Switch
from orm.messaging import Message, MessageReading, MessageSettings
from orm.parties import Party
from tests import world
from tests.messaging.people import a_person, some
from vocabulary.messaging import MessageKind, MessageWay

pytestmark = [pytest.mark.row("I6", "E5"), pytest.mark.clause("6.1.1.5 c", "6.1.3.5")]


@pytest.fixture
async def reader(enterprise: Party) -> Actor:
    return await a_person(enterprise, phone="13800000001")


@pytest.fixture
async def colleague(enterprise: Party) -> Actor:
    return await a_person(enterprise, phone="13800000002")


async def listed(to: Actor, **asked: object) -> list[UUID]:
    found = await queries.page(MessageFilter(**asked), to=to)  # type: ignore[arg-type]
    return [item.id for item in found.items]


async def test_pages_newest_first_without_gaps(enterprise: Party, reader: Actor) -> None:
    made = await some(enterprise, 7)
    seen: list[UUID] = []
    cursor = ""
    while True:
        page = await queries.page(MessageFilter(limit=3, cursor=cursor), to=reader)
        seen += [item.id for item in page.items]
        if page.next is None:
            break
        cursor = page.next
    assert seen == made[::-1]


async def test_what_one_reads_stays_unread_for_the_colleague(
    enterprise: Party, reader: Actor, colleague: Actor
) -> None:
    first, *_ = await some(enterprise, 3)
    await actions.mark_read([first], by=reader)
    assert await reading.unread_count(reader) == 2
    assert await reading.unread_count(colleague) == 3
    assert first in await listed(reader, unread=False)
    assert first in await listed(colleague, unread=True)
    await actions.mark_all_read(by=reader)
    assert await reading.unread_count(reader) == 0
    assert await listed(reader, unread=True) == []
    assert await reading.unread_count(colleague) == 3


async def test_reading_again_changes_nothing(enterprise: Party, reader: Actor) -> None:
    [message] = await some(enterprise, 1)
    await actions.mark_read([message], by=reader)
    before = (await MessageReading.get(message_id=message)).read_at
    await actions.mark_read([message], by=reader)
    await actions.mark_all_read(by=reader)
    assert (await MessageReading.get(message_id=message)).read_at == before
    [shown] = (await queries.page(MessageFilter(), to=reader)).items
    assert shown.read_at == before


async def test_what_one_removes_the_colleague_keeps(
    enterprise: Party, reader: Actor, colleague: Actor
) -> None:
    first, second, third = await some(enterprise, 3)
    await actions.remove([first, second], by=reader)
    await actions.remove([second], by=reader)
    assert await listed(reader) == [third]
    assert await reading.unread_count(reader) == 1
    assert await listed(colleague) == [third, second, first]


async def test_who_joins_later_has_nothing_to_catch_up_on(enterprise: Party) -> None:
    await some(enterprise, 3)
    newcomer = await a_person(enterprise, phone="13800000003", joined_at=clock.now())
    assert await reading.unread_count(newcomer) == 0
    assert len(await listed(newcomer, unread=False)) == 3
    shown = await queries.page(MessageFilter(), to=newcomer)
    assert all(item.read_at for item in shown.items)
    await Message.create(
        party_id=enterprise.id, entry_id=99, kind=MessageKind.REVIEW, title="新", body="新",
        at=clock.now(),
    )  # fmt: skip
    assert await reading.unread_count(newcomer) == 1
    await actions.mark_all_read(by=newcomer)
    assert await reading.unread_count(newcomer) == 0, "and the history stays read"


async def test_reading_all_settles_the_history_and_nothing_that_is_still_to_come(
    enterprise: Party, reader: Actor
) -> None:
    await some(enterprise, 2)
    await actions.mark_all_read(by=reader)
    settled = (await MessageSettings.get(account_id=reader.account_id)).read_until
    assert clock.now() - settled >= SETTLED_AFTER
    late = await Message.create(  # of an act before, carried after
        party_id=enterprise.id, entry_id=99, kind=MessageKind.REVIEW, title="晚到", body="晚到",
        at=clock.now() - timedelta(hours=3),
    )  # fmt: skip
    assert await listed(reader, unread=True) == [late.id]
    assert await reading.unread_count(reader) == 1


async def test_is_by_kind_by_day_and_by_words(enterprise: Party, reader: Actor) -> None:
    old, new = await some(enterprise, 2)
    [paid] = await some(enterprise, 1, MessageKind.DISBURSEMENT)
    await Message.filter(id=old).update(
        at=clock.now() - timedelta(days=3), title="补充材料", body="请补充审计报告"
    )
    today = clock.today()
    assert await listed(reader, kind=MessageKind.DISBURSEMENT) == [paid]
    assert old not in await listed(reader, since=today - timedelta(days=1))
    assert await listed(reader, until=today - timedelta(days=2)) == [old]
    assert await listed(reader, q="审计") == [old]
    assert await listed(reader, q="补充材料") == [old]
    assert await listed(reader, q="100%") == []
    assert new in await listed(reader)


async def test_is_ones_own(enterprise: Party, bank: Party) -> None:
    [message] = await some(enterprise, 1)
    stranger = world.officer_of(bank)
    assert await listed(stranger) == []
    for act in (actions.mark_read, actions.remove):
        with pytest.raises(NotFound):
            await act([message], by=stranger)
    await actions.mark_all_read(by=stranger)
    assert not await MessageReading.exists()


async def test_refuses_a_cursor_it_did_not_write(reader: Actor) -> None:
    with pytest.raises(Invalid):
        await queries.page(MessageFilter(cursor="x"), to=reader)


async def test_what_somebody_does_not_want_is_neither_listed_nor_counted_until_they_do(
    enterprise: Party, reader: Actor, colleague: Actor
) -> None:
    [message] = await some(enterprise, 1, MessageKind.SYSTEM)

    async def want(*, wanted: bool) -> None:
        switch = Switch(MessageKind.SYSTEM, MessageWay.IN_APP, wanted)
        await actions.change_message_settings(SettingsChange([switch]), by=reader)

    await want(wanted=False)
    assert await listed(reader) == []
    assert await reading.unread_count(reader) == 0
    await actions.mark_all_read(by=reader)
    assert await listed(colleague) == [message]
    await want(wanted=True)
    assert await listed(reader, unread=True) == [message]
    assert await reading.unread_count(reader) == 1
