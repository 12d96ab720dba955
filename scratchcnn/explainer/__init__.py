"""One HTML file with a network in it, alive: forward, and the way back of the gradients."""
