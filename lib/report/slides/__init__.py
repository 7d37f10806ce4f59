"""The results as slides: python-pptx, with charts and tables that can be edited."""
