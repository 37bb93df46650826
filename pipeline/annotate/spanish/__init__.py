"""Spanish: rules over the text, with their words in `data/`, on spaCy's blank `es`."""
