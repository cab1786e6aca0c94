"""What time does: every job of the platform, in one literal table."""

from datetime import timedelta

from domain.identity.jobs import purge_identity
from domain.kernel.jobs import Job
from domain.kernel.purging import purge_answers
from domain.lending.jobs import remind_deadlines
from domain.messaging.sending import send_outgoing
from domain.parties.jobs import check_certifications, purge_papers, remind_renewals

JOBS: tuple[Job, ...] = (
    Job("purge_answers", timedelta(hours=1), purge_answers),
    Job("purge_identity", timedelta(hours=1), purge_identity),
    Job("send_outgoing", timedelta(seconds=5), send_outgoing),
    Job("remind_deadlines", timedelta(minutes=15), remind_deadlines),
    Job("check_certifications", timedelta(seconds=2), check_certifications),
    Job("remind_renewals", timedelta(hours=6), remind_renewals),
    Job("purge_papers", timedelta(hours=6), purge_papers),
)
