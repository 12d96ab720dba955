"""Lesson 02: max pooling."""
