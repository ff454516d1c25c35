"""Reading of files: a table or a Word document becomes contributions, with preview, progress, history and undo."""
