"""How fast Trocar is, as ratios within one run: `python -m bench [battery] [intake] [click] [pages] [start]`."""
