"""担保: due diligence, risk assessment, guarantee commitments, letters of guarantee."""
