"""What the gradient check is made of: passes, promises, slopes, and how they are compared."""
