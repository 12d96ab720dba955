"""The engine: a network, planned for speed and shared out to threads, as lesson 09 tells."""
