"""Pages, tables and figures that people look at, made from a finished dataset."""
