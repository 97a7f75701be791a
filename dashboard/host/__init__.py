"""Finds, checks and isolates plugins, and opens the household for one person."""
