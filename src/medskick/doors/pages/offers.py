"""What the front pages offer the house: nothing of their own, they gather the others."""
