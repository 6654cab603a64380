"""Local servers that stand for the services Claimwatch speaks to."""
