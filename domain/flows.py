"""Every flow of the platform, in one literal table."""

from domain.claims.flow import ClaimFlow
from domain.kernel.flow import Flow
from domain.lending.flow import GeneralCreditFlow
from domain.onboarding.flow import OnboardingFlow
from domain.parties.flow import CertificationFlow
from domain.servicing.flow import ServicingFlow

FLOWS: tuple[type[Flow], ...] = (
    CertificationFlow,
    OnboardingFlow,
    GeneralCreditFlow,
    ServicingFlow,
    ClaimFlow,
)
