"""An evidence bundle: one number with all that somebody else needs to check it without Rapport."""
