"""Loan applications, from submission to the last payout."""
