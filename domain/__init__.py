"""The business: one package per capability."""
