"""代偿: claims on guarantors and insurers, their payment, and recovery from the borrower."""
