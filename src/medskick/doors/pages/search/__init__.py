"""Full text over everything the public may read: an index of words, and each hit read by its room before it shows."""
