"""The supervisory ledger."""
