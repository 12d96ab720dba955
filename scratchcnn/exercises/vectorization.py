"""Lesson 05: vectorization."""
