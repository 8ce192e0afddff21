"""Two people typing at once: what both wrote, brought together so that no word of either is lost.

    base       what both began from
    mine       what one of them has now
    theirs     what was saved meanwhile

Texts are compared word by word. A change that only one of them made is taken. Where both changed the same place, both
versions stand there, theirs first; what is alike in the two stands once. Where both only wrote on at the end of a line,
each text stands whole on a line of its own. So nothing is ever overwritten: at worst
something stands twice, and `clash` says that somebody should look it over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_WORD: Final = re.compile(r"\r\n|\n|[^\S\n]+|\w+|[^\w\s]")
_LINE_ENDS: Final = ("\n", "\r\n")
MOST_COMPARED: Final = 4_000_000
"""Pairs of words beyond which the whole changed middle counts as one change: a comparison is quadratic at worst."""

_Tokens = tuple[str, ...]
_Steps: TypeAlias = "Sequence[tuple[str, int, int, int, int]]"


@dataclass(frozen=True, slots=True)
class Merged:
    """What both wrote. `clash`: both changed the same place, and both versions stand there."""

    text: str
    clash: bool = False


@dataclass(frozen=True, slots=True)
class _Edit:
    """The words of `base` from `start` to before `end` are replaced by `words`."""

    start: int
    end: int
    words: _Tokens


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Bring two texts together that were both made from `base`."""
    if theirs in (mine, base):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    tokens, left, right = (_tokens(text) for text in (base, theirs, mine))
    out: list[str] = []
    at, clash = 0, False
    for start, end, from_left, from_right in _clusters(_edits(tokens, left), _edits(tokens, right)):
        out += tokens[at:start]
        words, both = _joined(tokens, start, end, from_left, from_right)
        out += words
        clash |= both
        at = end
    out += tokens[at:]
    return Merged("".join(out), clash)


def _tokens(text: str) -> _Tokens:
    return tuple(_WORD.findall(text))


def _edits(base: _Tokens, other: _Tokens) -> list[_Edit]:
    first = _alike(base, other)
    last = _alike(base[first:][::-1], other[first:][::-1])
    old, new = base[first : len(base) - last], other[first : len(other) - last]
    if not old and not new:
        return []
    if len(old) * len(new) > MOST_COMPARED:
        return [_Edit(first, first + len(old), new)]
    found = max((_steps(old, new, sought) for sought in (None, str.isspace)), key=lambda steps: _kept(old, steps))
    return [_leftmost(base, _Edit(first + i, first + j, new[k:m])) for tag, i, j, k, m in found if tag != "equal"]


def _steps(old: _Tokens, new: _Tokens, passed_over: Callable[[str], bool] | None) -> _Steps:
    """Say how one text becomes the other; what is `passed_over` is alike only beside something else that is."""
    return SequenceMatcher(passed_over, old, new, autojunk=False).get_opcodes()


def _kept(old: _Tokens, steps: _Steps) -> int:
    """Count the words that are kept: of two ways a blank alone that stays must not cost a word."""
    return sum(not word.isspace() for tag, start, end, _, _ in steps if tag == "equal" for word in old[start:end])


def _leftmost(base: _Tokens, edit: _Edit) -> _Edit:
    """Say the same edit as early in the text as it can be said, so that the same change is the same on both sides.

    `maths [and ]lab` and `maths[ and] lab` are one change. It never comes as far as the edit before: what is alike
    between the two was the longest there, and would have been longer still.
    """
    start, end, words = edit.start, edit.end, edit.words
    if words and start < end:
        return edit
    while start > 0 and base[start - 1] == (words[-1] if words else base[end - 1]):
        words = (words[-1], *words[:-1]) if words else words
        start, end = start - 1, end - 1
    return _Edit(start, end, words)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _clusters(left: list[_Edit], right: list[_Edit]) -> Iterable[tuple[int, int, list[_Edit], list[_Edit]]]:
    """Put together the edits that meet: they change the same words, or words beside each other."""
    edits = sorted([(e, 0) for e in left] + [(e, 1) for e in right], key=lambda pair: (pair[0].start, pair[0].end))
    cluster: tuple[list[_Edit], list[_Edit]] = ([], [])
    start = end = -1
    for edit, side in edits:
        if start >= 0 and edit.start > end:
            yield start, end, *cluster
            cluster, start = ([], []), -1
        if start < 0:
            start, end = edit.start, edit.end
        cluster[side].append(edit)
        end = max(end, edit.end)
    if start >= 0:
        yield start, end, *cluster


def _applied(base: _Tokens, start: int, end: int, edits: list[_Edit]) -> _Tokens:
    out: list[str] = []
    at = start
    for edit in edits:
        out += [*base[at : edit.start], *edit.words]
        at = edit.end
    return (*out, *base[at:end])


def _joined(
    base: _Tokens, start: int, end: int, from_left: list[_Edit], from_right: list[_Edit]
) -> tuple[_Tokens, bool]:
    left, right = _applied(base, start, end, from_left), _applied(base, start, end, from_right)
    if not from_left or left == right:
        return right, False
    if not from_right:
        return left, False
    head = _alike(left, right)
    tail = _alike(left[head:][::-1], right[head:][::-1])
    one, other = left[head : len(left) - tail], right[head : len(right) - tail]
    shared = (*left[:head], *left[len(left) - tail :])
    if one and other and start == end and _ends_line(base, end) and not any(word.isalnum() for word in shared):
        return _on_two_lines(left, right), True
    if not one or not other:
        middle: _Tokens = one or other
        clash = start != end  # one took away what the other kept or added to
    else:
        middle, clash = (*one, *_between(one, other, (*left[:head][-1:], *left[len(left) - tail :][:1])), *other), True
    return (*left[:head], *middle, *left[len(left) - tail :]), clash


def _ends_line(base: _Tokens, at: int) -> bool:
    return at == len(base) or base[at] in _LINE_ENDS


def _on_two_lines(left: _Tokens, right: _Tokens) -> _Tokens:
    """Put what both added at the end of one line on a line each."""
    if right[0] not in _LINE_ENDS and right[0].isspace():
        right = right[1:]
    parted = not right or left[-1] in _LINE_ENDS or right[0] in _LINE_ENDS
    return (*left, *(() if parted else ("\n",)), *right)


def _between(one: _Tokens, other: _Tokens, around: _Tokens) -> _Tokens:
    """What parts two versions of the same place, so that they can be read apart: lines by a line's end."""
    if any("\n" in word for word in (*one, *other, *around)):
        return () if one[-1].endswith("\n") or other[0].startswith(("\n", "\r")) else ("\n",)
    return () if one[-1].isspace() or other[0].isspace() else (" ",)
