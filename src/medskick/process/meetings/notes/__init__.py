"""Notes from the room: tables and questions, the note-taker's page, and what becomes contributions of it."""
