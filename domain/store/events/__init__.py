"""What visits and roadshows share: checklists, sign-in, questions, needs, recordings."""
