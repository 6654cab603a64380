"""What follows from a claim, kept for as long as the claim is looked at again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Subject = TypeVar("Subject")
Others = ParamSpec("Others")
Value = TypeVar("Value")

REMEMBERED = 8192
"""Of so many claims it is remembered what follows from them."""

Function = Callable[Concatenate[Subject, Others], Value]


def remembered(function: Function[Subject, Others, Value]) -> Function[Subject, Others, Value]:
    """Return the pure function with a memory of its last first arguments, told apart by what they are, not look like.

    `functools.lru_cache` hashes its arguments, and a claim with its article has hundreds of fields: for the small
    functions of the comparison that takes longer than to answer.
    """
    known: OrderedDict[int, tuple[Subject, tuple[Any, Any] | None, Value]] = OrderedDict()

    @wraps(function)
    def recall(subject: Subject, /, *rest: Others.args, **named: Others.kwargs) -> Value:
        found = known.get(id(subject))
        # The entry keeps its subject alive, so that nothing else can have its number.
        others = (rest, named) if rest or named else None
        if found is not None and found[1] == others:
            return found[2]
        value = function(subject, *rest, **named)
        known[id(subject)] = (subject, others, value)
        while len(known) > REMEMBERED:
            known.popitem(last=False)
        return value

    return recall
