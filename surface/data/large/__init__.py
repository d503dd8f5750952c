"""Tables that no memory holds, in one pass: many rows become few points, each with a count.

batches     a file's chosen columns, batch by batch, as numbers
cells       rows binned over one or two inputs, and what the width of the cells costs
partitions  a Dask dataframe, summed up partition by partition where they lie
sample      a seeded sample, where there are more inputs than cells bear
summary     the one pass
"""

from surface.data.large.batches import Source
from surface.data.large.summary import summarise

__all__ = ["Source", "summarise"]
