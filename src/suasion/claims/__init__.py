"""Claims: sentences of a debate as data, and what facts, futures and the record say of them.

A claim is a hypothesis. Its file says in our words what is claimed, which facts it rests on and
what comparison would show it to be right or wrong; the verdict is a word given by a written rule.
"""
