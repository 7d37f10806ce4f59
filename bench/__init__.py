"""How fast Trocar is, as ratios within one run: `python -m bench`, or only what is named: `python -m bench click`."""
