"""Lesson 03: addition."""
