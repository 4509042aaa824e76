"""Plans as documents: what other systems and people write, read into plain values, and written out again.

Every reader is a function from bytes to a value and a report of what it could not take; every writer goes back
to bytes. Nothing here touches the database, the network or the clock.
"""
