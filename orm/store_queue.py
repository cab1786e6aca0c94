"""The store's queue: what people come for, the counters, the tickets by which they are called."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.base import OF_ENTERPRISE, Row
from orm.fields import EncryptedText, graded
from vocabulary.devices import Zone
from vocabulary.grades import Grade
from vocabulary.identity import Terminal
from vocabulary.store_queue import ServiceOutcome, TicketPriority, TicketState

THE_STORE = 1


class StoreSite(Model):
    """Where the store is, and when its counters are open. One row."""

    id = fields.SmallIntField(primary_key=True, default=THE_STORE)
    latitude_e6 = fields.IntField()
    longitude_e6 = fields.IntField()
    radius_m = fields.IntField()
    opens_at = fields.CharField(max_length=5)
    closes_at = fields.CharField(max_length=5)

    class Meta:
        table = "store_site"


class ServiceClass(Model):
    """What people come for (业务类别). Its prefix begins the numbers of its tickets."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    prefix = fields.CharField(max_length=1, unique=True)
    name = fields.CharField(max_length=20)
    about = fields.CharField(max_length=100, default="")
    priority = fields.CharEnumField(TicketPriority, max_length=20, default=TicketPriority.USUAL)
    typical_minutes = fields.SmallIntField()
    slot_capacity = fields.SmallIntField()
    return_minutes = fields.SmallIntField()
    active = fields.BooleanField(default=True)

    class Meta:
        table = "service_class"


class ServiceCounter(Model):
    """服务窗口. `skills` are the prefixes it serves. Open while somebody sits at it.

    `ticket_id` is the one ticket called to it or served at it: unique, and written in the act that
    calls, so that a counter never has two.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    counter_no = fields.SmallIntField(unique=True)
    name = fields.CharField(max_length=20)
    zone = fields.CharEnumField(Zone, max_length=20, default=Zone.SERVICE)
    skills: Any = fields.JSONField(default=list)
    active = fields.BooleanField(default=True)
    staff_id: Any = fields.UUIDField(null=True, unique=True)
    staff_name = fields.CharField(max_length=60, default="")
    opened_at: Any = fields.DatetimeField(null=True)
    ticket_id: Any = fields.UUIDField(null=True, unique=True)

    class Meta:
        table = "service_counter"


class QueueKiosk(Model):
    """The number of a kiosk that gives tickets: it stands in what it gives while offline."""

    device_id = fields.UUIDField(primary_key=True)
    kiosk_no = fields.SmallIntField(unique=True)

    class Meta:
        table = "queue_kiosk"


class Ticket(Row):
    """号: one person's place in the queue of one day.

    `series` and `running_no` make the number people read; a kiosk without a line has a series of
    its own. `held_key` blinds person and class while the ticket is open: unique, so nobody waits
    twice for the same. `queued_at` is the moment by which the place is found. What the queue was
    like on joining it (`steps`, `counters`) and what was promised stay with what came of it.
    """

    subject: ClassVar[str] = "ticket"
    sits = OF_ENTERPRISE

    ticket_no = fields.CharField(max_length=20, db_index=True)
    day = fields.DateField()
    series = fields.CharField(max_length=8)
    running_no: Any = fields.IntField(null=True)
    state = fields.CharEnumField(TicketState, max_length=20)
    class_id = fields.UUIDField()
    class_prefix = fields.CharField(max_length=1)
    class_name = fields.CharField(max_length=20)
    priority = fields.CharEnumField(TicketPriority, max_length=20)
    terminal = fields.CharEnumField(Terminal, max_length=20)
    kiosk_id: Any = fields.UUIDField(null=True)
    account_id: Any = fields.UUIDField(null=True, db_index=True)
    enterprise_id: Any = fields.UUIDField(null=True, db_index=True)
    enterprise_name = fields.CharField(max_length=120, default="")
    phone: Any = EncryptedText(null=True)
    held_key: Any = graded(fields.CharField(max_length=64, null=True, unique=True), Grade.INTERNAL)
    need = fields.CharField(max_length=200, default="")
    taken_at = fields.DatetimeField()
    slot_at: Any = fields.DatetimeField(null=True)
    queued_at: Any = fields.DatetimeField(null=True)
    for_counter_id: Any = fields.UUIDField(null=True)
    counter_id: Any = fields.UUIDField(null=True)
    counter_no: Any = fields.SmallIntField(null=True)
    served_by_id: Any = fields.UUIDField(null=True)
    served_by_name = fields.CharField(max_length=60, default="")
    called_at: Any = fields.DatetimeField(null=True)
    first_called_at: Any = fields.DatetimeField(null=True)
    calls = fields.SmallIntField(default=0)
    started_at: Any = fields.DatetimeField(null=True)
    ended_at: Any = fields.DatetimeField(null=True)
    return_until: Any = fields.DatetimeField(null=True)
    outcome: Any = fields.CharEnumField(ServiceOutcome, max_length=20, null=True)
    note = fields.CharField(max_length=200, default="")
    steps: Any = fields.FloatField(null=True)
    counters: Any = fields.SmallIntField(null=True)
    estimated_s: Any = fields.IntField(null=True)
    waited_s: Any = fields.IntField(null=True)
    served_s: Any = fields.IntField(null=True)
    told_near = fields.BooleanField(default=False)

    class Meta:
        table = "ticket"
        unique_together = (("day", "series", "running_no"),)
        indexes = (Index(fields=("state", "day")), Index(fields=("class_id", "ended_at")))

    def number(self) -> str:
        """What is called out."""
        return self.ticket_no

    def facts(self) -> dict[str, Any]:
        """What is called out and shown on the wall; nobody's name."""
        return {
            "ticket_no": self.ticket_no,
            "day": self.day.isoformat(),
            "class_prefix": self.class_prefix,
            "class_name": self.class_name,
            "counter_no": self.counter_no,
            "calls": self.calls,
        }
