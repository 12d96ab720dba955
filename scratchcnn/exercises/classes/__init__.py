"""The classes that a reader writes, lesson by lesson: right, and wrong in many ways."""
