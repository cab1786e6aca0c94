"""The duty roster: who is called first, and who next."""

from datetime import timedelta
from uuid import UUID, uuid4

from domain.fleet.terms import SHIFT_HOURS_MAX, Shift
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound
from orm.fleet import Duty
from orm.identity import Account
from orm.parties import Party
from vocabulary.identity import AccountState
from vocabulary.parties import Role
from vocabulary.rights import Right

ON_DUTY_ROLES = frozenset({Role.STORE_STAFF, Role.PLATFORM_OPERATOR})


async def assign(body: Shift, *, by: Actor) -> Duty:
    """Put somebody on duty."""
    by.needs(Right.DUTY_MANAGE)
    long = timedelta(hours=SHIFT_HOURS_MAX)
    if not body.from_at < body.until_at <= body.from_at + long:
        raise Invalid("值班的结束应晚于开始，且一班不超过七天", (("until_at", "请重新选择"),))
    account = await Account.get_or_none(
        id=body.account_id, party_id=by.party_id, state=AccountState.ACTIVE
    )
    if account is None or ON_DUTY_ROLES.isdisjoint(Role(each) for each in account.roles):
        raise Invalid("只能安排门店人员或平台运营值班", (("account_id", "请重新选择"),))
    duty_id = uuid4()
    async with enact("duty.assign", "duty", duty_id, by=by, terms=body) as outcome:
        await Party.filter(id=by.party_id).select_for_update().get()  # one shift after another
        clash = Duty.filter(from_at__lt=body.until_at, until_at__gt=body.from_at, rank=body.rank)
        if await clash.exists():
            raise Invalid("这一顺位在该时段已有人值班", (("rank", "请换一个顺位或时段"),))
        outcome.result = duty = await Duty.create(
            id=duty_id,
            account_id=account.id,
            name=account.name,
            rank=body.rank,
            from_at=body.from_at,
            until_at=body.until_at,
            set_by=by.name,
        )
        outcome.subject_no = account.name
    return duty


async def unassign(duty_id: UUID, *, by: Actor) -> Duty:
    """Take a shift off the roster."""
    by.needs(Right.DUTY_MANAGE)
    async with enact("duty.unassign", "duty", duty_id, by=by) as outcome:
        duty = await Duty.select_for_update().get_or_none(id=duty_id)
        if duty is None:
            raise NotFound("未找到这一班，请刷新后再试")
        await duty.delete()
        outcome.subject_no, outcome.result = duty.name, duty
    return duty
