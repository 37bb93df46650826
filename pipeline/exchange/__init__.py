"""To and from spreadsheets, tables and annotation tools."""
