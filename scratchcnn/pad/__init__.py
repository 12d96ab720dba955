"""A pad to draw on, and what a network makes of a page."""
