"""Every flow of the platform, in one literal table."""

from domain.appraisals.flow import RatingDisputeFlow
from domain.kernel.flow import Flow
from domain.kernel.proposal_flow import ProposalFlow
from domain.lending.flow import GeneralCreditFlow
from domain.onboarding.flow import OnboardingFlow
from domain.parties.flow import CertificationFlow

FLOWS: tuple[type[Flow], ...] = (
    CertificationFlow,
    OnboardingFlow,
    GeneralCreditFlow,
    ProposalFlow,
    RatingDisputeFlow,
)
