"""French as Django writes it, but for what machines read."""

# Figures are drawn by numbers, which SVG reads with a point.
DECIMAL_SEPARATOR = "."
