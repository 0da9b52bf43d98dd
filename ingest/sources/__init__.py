"""Where clinics' files come from: one module per kind of source."""
