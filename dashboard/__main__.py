"""``python -m dashboard``."""

from dashboard.start import main

main()
