"""The evidence log: observations in a file to which entries are only ever added.

An entry is one line of JSON. It holds the hash of the entry before it, so that no line can be
changed, moved or taken out without every later hash changing too. The hash of the last entry (the
head) and the number of entries say which log it is: who publishes them can show later that nothing
was cut off or written anew.
"""
