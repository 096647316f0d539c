"""Sensitivity: which assumptions a result depends on, and how surely that is known.

Four measures, each from the draws that it needs: variance shares from a Saltelli design (first
order and total), variance shares from any design (first order only), elementary effects from a
Morris design, and slopes of the model itself.

References
----------
[SaltelliEtAl2008]_ for all of them.
"""
