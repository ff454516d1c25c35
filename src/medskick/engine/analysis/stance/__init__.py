"""For or against: the stance of a statement towards what it is about, read from Swedish cues and a trained judge."""

from .judge import AGAINST, FOR, NEITHER, StanceJudge, shipped_stance_judge, stances

__all__ = ["AGAINST", "FOR", "NEITHER", "StanceJudge", "shipped_stance_judge", "stances"]
