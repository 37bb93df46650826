"""The review desk: a local page on which coders go through the claims of a dataset."""
