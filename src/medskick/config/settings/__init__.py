"""``base`` holds what is always so; ``site`` reads the environment; ``test`` is for pytest."""
