"""The stages of an analysis, one module each, in the order that `run` walks them."""
