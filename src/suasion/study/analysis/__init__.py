"""What an ensemble says: sensitivity, where it fails, which candidate to choose, what to learn.

Arrays go in and plain records come out; nothing here knows of cases, guarantees or files. Shares of
futures are shares of assumptions under stated priors, not probabilities of events.
"""
