"""What time does: every job of the platform, in one literal table."""

from datetime import timedelta

import domain.flows  # noqa: F401 -- jobs take steps: their process must know every flow
from domain.catalogue.jobs import check_shelf
from domain.deadlines.jobs import mind_deadlines
from domain.devices.jobs import purge_scans
from domain.faces.jobs import expire_faces, watch_face_count
from domain.fleet.jobs import keep_books, mind_alerts, purge_books
from domain.guarantee.jobs import expire_letters
from domain.identity.jobs import purge_identity
from domain.invariants import check_invariants
from domain.kernel.jobs import Job
from domain.kernel.purging import purge_answers
from domain.lending.jobs import redispatch_missed
from domain.messaging.sending import purge_outgoing, send_outgoing
from domain.notices.jobs import tell_notices
from domain.onboarding.jobs import mind_admissions
from domain.parties.jobs import check_certifications, purge_papers, remind_renewals
from domain.parties.representatives import index_certified
from domain.proposals.jobs import lapse_proposals
from domain.servicing.jobs import mind_loans, open_loans, remind_repayments
from domain.store.events.jobs import warn_of_late_checks
from domain.store.meetings.jobs import mind_rehearsals
from domain.store.queue.jobs import mind_tickets
from domain.store.service.jobs import mind_services
from domain.store.upkeep.jobs import end_acceptances, mind_inspections, take_alerts

JOBS: tuple[Job, ...] = (
    Job("purge_answers", timedelta(hours=1), purge_answers),
    Job("purge_identity", timedelta(hours=1), purge_identity),
    Job("purge_outgoing", timedelta(hours=6), purge_outgoing),
    Job("purge_scans", timedelta(hours=1), purge_scans),
    Job("expire_faces", timedelta(minutes=1), expire_faces),
    Job("watch_face_count", timedelta(hours=1), watch_face_count),
    Job("mind_alerts", timedelta(seconds=10), mind_alerts),
    Job("keep_books", timedelta(minutes=1), keep_books),
    Job("purge_books", timedelta(hours=1), purge_books),
    Job("send_outgoing", timedelta(seconds=5), send_outgoing),
    Job("expire_letters", timedelta(hours=1), expire_letters),
    Job("open_loans", timedelta(minutes=10), open_loans),
    Job("tell_notices", timedelta(minutes=1), tell_notices),
    Job("remind_repayments", timedelta(hours=1), remind_repayments),
    Job("mind_loans", timedelta(minutes=15), mind_loans),
    Job("check_invariants", timedelta(minutes=15), check_invariants),
    Job("check_shelf", timedelta(hours=1), check_shelf),
    Job("mind_deadlines", timedelta(minutes=15), mind_deadlines),
    Job("redispatch_missed", timedelta(minutes=15), redispatch_missed),
    Job("lapse_proposals", timedelta(minutes=15), lapse_proposals),
    Job("mind_admissions", timedelta(minutes=15), mind_admissions),
    Job("check_certifications", timedelta(seconds=2), check_certifications),
    Job("remind_renewals", timedelta(hours=6), remind_renewals),
    Job("warn_of_late_checks", timedelta(minutes=1), warn_of_late_checks),
    Job("purge_papers", timedelta(hours=6), purge_papers),
    Job("mind_services", timedelta(minutes=15), mind_services),
    Job("mind_tickets", timedelta(seconds=5), mind_tickets),
    Job("index_certified", timedelta(minutes=10), index_certified),
    Job("mind_inspections", timedelta(minutes=15), mind_inspections),
    Job("take_alerts", timedelta(seconds=5), take_alerts),
    Job("mind_rehearsals", timedelta(minutes=1), mind_rehearsals),
    Job("end_acceptances", timedelta(hours=1), end_acceptances),
)
