"""Every flow of the platform, in one literal table."""

from domain.appraisals.flow import RatingDisputeFlow
from domain.catalogue.flow import EnquiryFlow, ListingFlow
from domain.claims.flow import ClaimFlow
from domain.fleet.flow import DeviceAlertFlow
from domain.guarantee.flow import LetterFlow
from domain.insurance.flow import CoverRequestFlow
from domain.kernel.flow import Flow
from domain.kernel.proposal_flow import ProposalFlow
from domain.lending.flow import GeneralCreditFlow
from domain.lending.policy_flow import POLICY_FLOWS
from domain.notices.flow import NoticeFlow
from domain.onboarding.flow import OnboardingFlow
from domain.parties.flow import CertificationFlow
from domain.policy.flow import ProgrammeFlow
from domain.servicing.flow import ServicingFlow
from domain.store.meetings.flow import MeetingSupportFlow
from domain.store.queue.flow import TicketFlow
from domain.store.roadshows.flow import RoadshowFlow
from domain.store.service.flow import FollowUpFlow, ServiceFlow
from domain.store.upkeep.flow import FAULT_FLOW_OF, InspectionFlow
from domain.store.visits.flow import VisitFlow

FLOWS: tuple[type[Flow], ...] = (
    CertificationFlow,
    OnboardingFlow,
    ListingFlow,
    EnquiryFlow,
    ProgrammeFlow,
    GeneralCreditFlow,
    *POLICY_FLOWS,
    CoverRequestFlow,
    LetterFlow,
    ServicingFlow,
    ClaimFlow,
    ProposalFlow,
    RatingDisputeFlow,
    TicketFlow,
    InspectionFlow,
    *FAULT_FLOW_OF.values(),
    MeetingSupportFlow,
    NoticeFlow,
    ServiceFlow,
    FollowUpFlow,
    VisitFlow,
    RoadshowFlow,
    DeviceAlertFlow,
)
