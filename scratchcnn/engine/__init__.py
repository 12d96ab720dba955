"""How a network runs fast: the engine, and the workers that share out a batch (lesson 09)."""
