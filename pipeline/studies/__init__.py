"""Agreement, adjudication and declared studies over annotation sets."""
