"""What a surface holds, and what becomes of descents on it.

points      the records of its minima, saddles and maxima in a window
critical    where they are (`proof` proves them by boxes, `search` finds them, `kinks` those where the slope jumps)
verdicts    why a run stopped (`local` asks its own point, `settling` when it is at rest, `saturation` for some words)
stability   the largest learning rate that a curvature bears
hollows     how deep each hollow is (`flow` and `rim` find what meets where, `flood` on a sample; `merging` adds it up)
noise       in which hollows mini-batches bring a run
twins       hollows that are one network
substitute  a surface of many data points as a polynomial, for whoever asks at many places
many        where each of many runs ends (`runs` walks them, `leaps` takes them many steps on by the `iterates` of plain
            descent): the ground of `basins`, `escape` and `random_starts`, in words `summary`
"""

from surface.landscape.basins import Basins, basins
from surface.landscape.critical import critical_points, has_kinks
from surface.landscape.flow import Line, valleys, watersheds
from surface.landscape.hollows import Lake, hollows
from surface.landscape.noise import Noise, by_noise, freed_by_depth, freed_by_noise
from surface.landscape.points import AT_A_KINK, CriticalPoint, CriticalPoints, Degenerate
from surface.landscape.substitute import near
from surface.landscape.twins import twins
from surface.landscape.verdicts import Verdict, verdict

__all__ = [
    "AT_A_KINK",
    "Basins",
    "CriticalPoint",
    "CriticalPoints",
    "Degenerate",
    "Lake",
    "Line",
    "Noise",
    "Verdict",
    "basins",
    "by_noise",
    "critical_points",
    "freed_by_depth",
    "freed_by_noise",
    "has_kinks",
    "hollows",
    "near",
    "twins",
    "valleys",
    "verdict",
    "watersheds",
]
