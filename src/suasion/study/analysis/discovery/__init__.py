"""Scenario discovery: the futures in which a guarantee fails.

Boxes are found by peeling (the patient rule induction method) and by a tree, each with the share of
failures that it covers (coverage), the share of its futures that fail (density), its share of all
futures (mass), and how far it holds up on draws that it was not made from.

References
----------
[FriedmanFisher1999]_ for peeling, [BryantLempert2010]_ for its use on futures.
"""
