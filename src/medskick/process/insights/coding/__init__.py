"""The continuous sample: two people code the same statements, and pages tell how far they and the computer agree."""
