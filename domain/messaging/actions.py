"""What people do about messages: read, remove, choose, agree; and the operator's resending."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.outside import held
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.messaging import outbox, reading
from domain.messaging.rules import SETTLED_AFTER, STALE_AFTER, is_locked
from domain.messaging.terms import QuietHours, SettingsChange, SubscriptionReport, Switch
from orm.identity import WeChatBinding
from orm.messaging import (
    Message,
    MessageChoice,
    MessageReading,
    MessageSettings,
    Outgoing,
    Subscription,
)
from vocabulary.messaging import ConsentResult, MessageTemplate, MessageWay
from vocabulary.rights import Right

CONSENTS_MAX = 100
LOCKED = "关系到本单位业务的办理结果，站内消息不能关闭"


async def mark_read(message_ids: Collection[UUID], *, by: Actor) -> None:
    """Mark messages as read by this person; marking them again changes nothing."""
    await _must_be_own(message_ids, by)
    await _note_reading(message_ids, by, clock.now())


async def mark_all_read(*, by: Actor) -> None:
    """Mark every message as read by this person.

    One that comes to be written from now on, of whatever has just happened, is not among them;
    only the history is settled in one go.
    """
    by.needs(Right.MESSAGE_VIEW)
    now = clock.now()
    settled = max(now - SETTLED_AFTER, await reading.read_floor(by))
    await _note_reading(await reading.unread_since(by, settled), by, now)
    await _settings_row(by)
    await MessageSettings.filter(account_id=by.account_id).update(read_until=settled)


async def remove(message_ids: Collection[UUID], *, by: Actor) -> None:
    """Take messages off this person's list; colleagues keep theirs."""
    await _must_be_own(message_ids, by)
    now = clock.now()
    await _note_reading(message_ids, by, now)
    await MessageReading.filter(
        account_id=by.account_id, message_id__in=list(message_ids), removed_at=None
    ).update(removed_at=now)


async def _must_be_own(message_ids: Collection[UUID], by: Actor) -> None:
    wanted = set(message_ids)
    own = Message.filter(id__in=wanted, party_id=by.party_id)
    if Right.MESSAGE_VIEW not in by.rights or await own.count() != len(wanted):
        raise NotFound("未找到这条消息")


async def _note_reading(message_ids: Collection[UUID], by: Actor, at: datetime) -> None:
    await MessageReading.bulk_create(
        [
            MessageReading(account_id=by.account_id, message_id=message_id, read_at=at)
            for message_id in set(message_ids)
        ],
        ignore_conflicts=True,
    )


async def change_message_settings(body: SettingsChange, *, by: Actor) -> None:
    """Move switches and quiet hours of one's own."""
    for switch in body.switches:
        if not switch.wanted and is_locked(switch.kind, switch.way, by.party_kind):
            raise Unmet(LOCKED)
    quiet = body.quiet
    if quiet is not None and quiet.wanted and quiet.from_hour == quiet.to_hour:
        sentence = "免打扰的开始和结束时间不能相同"
        raise Invalid(sentence, (("quiet", sentence),))
    async with enact(
        "account.change_message_settings", "account", by.account_id, by=by, terms=body
    ):
        for switch in body.switches:
            await _move(switch, by)
        if quiet is not None:
            await _keep_quiet(quiet, by)


async def _move(switch: Switch, by: Actor) -> None:
    which = {"account_id": by.account_id, "kind": switch.kind, "way": switch.way}
    fresh = MessageChoice(**which, wanted=switch.wanted)
    await MessageChoice.bulk_create([fresh], ignore_conflicts=True)
    await MessageChoice.filter(**which).update(wanted=switch.wanted)


async def _keep_quiet(quiet: QuietHours, by: Actor) -> None:
    await _settings_row(by)
    await MessageSettings.filter(account_id=by.account_id).update(
        quiet=quiet.wanted, quiet_from_hour=quiet.from_hour, quiet_to_hour=quiet.to_hour
    )


async def _settings_row(by: Actor) -> None:
    fresh = MessageSettings(account_id=by.account_id)
    await MessageSettings.bulk_create([fresh], ignore_conflicts=True)


async def report_subscriptions(body: SubscriptionReport, *, by: Actor) -> None:
    """Count what somebody agreed to; what was refused is not sent, whatever was agreed before."""
    named = {template_id: template for template, template_id in held().templates.items()}
    unknown = [each for each in body.results if each.template_id not in named]
    if unknown:
        raise Invalid("没有这个订阅模板，请更新小程序后再试", (("results", "模板编号无效"),))
    if not await WeChatBinding.exists(account_id=by.account_id):
        raise Unmet("请先用微信登录并绑定本账号，再订阅微信消息")
    async with enact("account.subscribe", "account", by.account_id, by=by, terms=body) as outcome:
        for each in body.results:
            await _count(named[each.template_id], each.result, by, outcome.at)


async def _count(template: MessageTemplate, result: ConsentResult, by: Actor, at: datetime) -> None:
    fresh = Subscription(account_id=by.account_id, template=template, answered_at=at)
    await Subscription.bulk_create([fresh], ignore_conflicts=True)
    own = Subscription.filter(account_id=by.account_id, template=template)
    kept = await own.select_for_update().get()
    kept.answered_at = at
    if result is ConsentResult.ACCEPT:
        kept.consents = min(kept.consents + 1, CONSENTS_MAX)
        kept.refused = False
    elif result in {ConsentResult.REJECT, ConsentResult.BAN}:
        kept.refused = True
    await kept.save()


async def resend(outgoing_id: UUID, *, by: Actor) -> Outgoing:
    """Try once more what was given up; never what may have arrived without anybody knowing."""
    by.needs(Right.OPERATIONS_VIEW)
    async with enact("outgoing.resend", "outgoing", outgoing_id, by=by) as outcome:
        row = await Outgoing.select_for_update().get_or_none(id=outgoing_id)
        if row is None:
            raise NotFound("未找到这条通知，请刷新后再试")
        await _must_be_sendable(row)
        outcome.subject_no = row.subject_no
        row.tries, row.failed_at, row.last_error = 0, None, ""
        row.due_at, row.not_after = outcome.at, outcome.at + STALE_AFTER
        await row.save()
        outcome.result = row
    return row


async def _must_be_sendable(row: Outgoing) -> None:
    if row.failed_at is None:
        raise Unmet("只有发送失败的通知才能重发，请刷新后核对")
    if row.unsure:
        raise Unmet("无法确认这条微信消息是否已送达，重发可能重复，请改用其他方式联系对方")
    if row.way != MessageWay.WECHAT.value:
        return
    if not await outbox.take_consent(row.account_id, MessageTemplate(row.template)):
        raise Unmet("对方没有剩余的微信订阅次数，不能重发")
