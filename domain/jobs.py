"""What time does: every job of the platform, in one literal table."""

from datetime import timedelta

from domain.identity.jobs import purge_identity
from domain.kernel.jobs import Job
from domain.kernel.purging import purge_answers
from domain.lending.jobs import remind_deadlines
from domain.messaging.sending import purge_outgoing, send_outgoing
from domain.onboarding.jobs import mind_admissions

JOBS: tuple[Job, ...] = (
    Job("purge_answers", timedelta(hours=1), purge_answers),
    Job("purge_identity", timedelta(hours=1), purge_identity),
    Job("purge_outgoing", timedelta(hours=6), purge_outgoing),
    Job("send_outgoing", timedelta(seconds=5), send_outgoing),
    Job("remind_deadlines", timedelta(minutes=15), remind_deadlines),
    Job("mind_admissions", timedelta(minutes=15), mind_admissions),
)
