"""What this room offers the house."""
