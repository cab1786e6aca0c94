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
from domain.onboarding.flow import OnboardingFlow
from domain.parties.flow import CertificationFlow
from domain.policy.flow import ProgrammeFlow
from domain.servicing.flow import ServicingFlow

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
    DeviceAlertFlow,
)
