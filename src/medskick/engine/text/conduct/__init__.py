"""Find abuse, threats, spam and attempts to steer an AI, so that a person looks before anything is shown."""

from .find import ConductFlag, find_conduct

__all__ = ["ConductFlag", "find_conduct"]
