"""Sample paths of the full model: the same years as `suasion.term.years.course`, drawn by lot.

The plan is taken as it is, and so are each factor's chances of moving. Everything else is written a
second time, for one path and not for a distribution: how an attack comes, what probes do, in which
order things change, and which cause is the first. So the two check each other, and a path can be
told as a story (`suasion.term.years.chronicle`).
"""
