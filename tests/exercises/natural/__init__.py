"""Wrong answers to the small exercises, as learners give them: one module for each lesson."""
