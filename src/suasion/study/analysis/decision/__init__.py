"""Decision: candidates by several criteria side by side, and where their orders differ.

References
----------
[McPhailEtAl2018]_ for criteria of robustness and how they relate.
"""
