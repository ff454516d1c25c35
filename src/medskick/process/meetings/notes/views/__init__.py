"""Pages of notes from the room."""
