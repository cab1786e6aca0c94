"""机构考核: stars, deadlines kept, and what came of it, for each institution."""
