"""What is done in an onboarding, by whoever does it: applicant, operator, institution."""
