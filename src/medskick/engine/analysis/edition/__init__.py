"""From one edition to the next: what is known of the last one, people's edits, new contributions placed in it."""
