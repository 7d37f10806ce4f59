"""The report as a Word document: `report.report` makes it, `paper` knows Word."""
