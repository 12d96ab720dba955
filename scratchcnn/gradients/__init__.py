"""What the gradient check is made of: passes, promises, problems, slopes and their comparison."""
