"""Lesson 04: ReLU."""
