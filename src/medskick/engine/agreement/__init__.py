"""How far people, and people and the computer, choose the same. Standard library only: the web process may use it."""

from medskick.engine.agreement.coefficients import Estimate, agreement, alpha, kappa, specific
from medskick.engine.agreement.distances import jaccard, masi, nominal, none_in_common
from medskick.engine.agreement.sample import Sample

__all__ = [
    "Estimate",
    "Sample",
    "agreement",
    "alpha",
    "jaccard",
    "kappa",
    "masi",
    "nominal",
    "none_in_common",
    "specific",
]
