"""From an article to its claims: triggers, roles, attribution, modality, times and figures."""
