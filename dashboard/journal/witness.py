"""Compares what each has seen of the others with what stands there now.

An author can recompute the whole chain of one's own file, so the chain alone proves little.
But every entry carries the newest heads of the others' journals; so a past that was rewritten
shows as soon as somebody else has written anything after it.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.journal import problem
from dashboard.journal.problem import Problem
from dashboard.journal.track import Track
from dashboard.journal.year import Seen

_MOST = 200  # of one stream; a forged list of a million should not fill the memory


class Witnesses:
    """What was seen and is not proved yet. What agrees is forgotten at once."""

    def __init__(self) -> None:
        self._open: dict[str, dict[tuple[int, str], str]] = {}

    def add(self, by: str, told: Seen, tracks: Mapping[str, Track]) -> None:
        """Take what entries of the stream *by* say to have seen."""
        author = by.partition("/")[0]
        for (stream, n, h), number in told.items():
            track = tracks.get(stream)
            if track is None:
                if stream.partition("/")[0] == author:
                    continue
            elif track.stream.author == author or track.head_of(n) == h:
                continue
            self._open.setdefault(stream, {}).setdefault((n, h), f"{by}/{number}")

    def ahead(self, tracks: Mapping[str, Track]) -> list[Track]:
        """The tracks of which somebody saw more than is read: look there once more."""
        return [
            track
            for name, told in self._open.items()
            if (track := tracks.get(name)) is not None and any(n > track.newest() for n, _ in told)
        ]

    def problems(self, tracks: Mapping[str, Track]) -> list[Problem]:
        """What does not agree, as far as it is loaded; forgets what agrees by now."""
        authors = {track.stream.author for track in tracks.values()}
        found = []
        for name, told in self._open.items():
            author = name.partition("/")[0]
            track = tracks.get(name)
            if track is None:
                # A whole folder that is gone; but a reader of only one author's must not accuse.
                if author in authors and told:
                    (n, _), by = max(told.items())
                    found.append(problem.gone(author, name, n, by))
                continue
            settled = []
            lowest = track.lowest()
            here: list[Problem] = []
            for (n, h), by in told.items():
                if n < lowest:
                    continue
                now = track.head_of(n)
                if now == h:
                    settled.append((n, h))
                elif now is not None:
                    here.append(problem.changed(author, name, n, by))
                else:
                    here.append(problem.gone(author, name, n, by))
            for key in settled:
                del told[key]
            found += here[:_MOST]
        return found
