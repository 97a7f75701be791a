"""What people say to each other: append-only files that only their author can write.

:class:`~dashboard.journal.reader.Archive` reads, :class:`~dashboard.journal.writer.Writer`
writes, :mod:`~dashboard.journal.layout` makes the folders. The README beside this file says
what it promises and what it can't do. Importing this package loads nothing.
"""
