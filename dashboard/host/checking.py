"""Looks whether what a plugin gave is what the contract's types say, down to each field.

Dataclasses do not check themselves. A text that is a number would raise only where it is
shown, outside of the plugin's own boundary, and cost everybody's results.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def wrong(thing: object, type_: Any, where: str = "it") -> str:
    """Say in which place *thing* is not of *type_*; "" if all of it is.

    A list does where a tuple is wanted. A time does not where a day is wanted: it has an hour.
    """
    if type(thing) is type_ and type_ in (str, int, bool):
        return ""
    if not _fits(thing, type_):
        return f"{where} is {type(thing).__name__} where {_named(type_)} is wanted"
    if isinstance(thing, (tuple, list)) and get_origin(type_) is tuple:
        inner = get_args(type_)[0]
        problems = (wrong(one, inner, f"one of {where}") for one in thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        name = type(thing).__name__
        problems = (
            wrong(getattr(thing, field), hint, f"{name}.{field}")
            for field, hint in _hints(type(thing)).items()
        )
    else:
        return ""
    return next((problem for problem in problems if problem), "")


def _fits(thing: object, type_: Any) -> bool:
    if type_ is Any:
        return True
    origin = get_origin(type_)
    if origin in (Union, types.UnionType):
        return any(_fits(thing, one) for one in get_args(type_))
    if origin is tuple:
        return isinstance(thing, (tuple, list))
    if origin is Callable:
        return callable(thing)
    if type_ is dt.date:
        return isinstance(thing, dt.date) and not isinstance(thing, dt.datetime)
    return isinstance(thing, origin or type_)


def _named(type_: Any) -> str:
    if get_origin(type_) is None:
        return str(getattr(type_, "__name__", type_))
    if get_origin(type_) is Callable:
        return "something to call"
    if get_origin(type_) in (Union, types.UnionType):
        return " or ".join(_named(one) for one in get_args(type_)).replace("NoneType", "nothing")
    return str(get_origin(type_).__name__)


@cache
def _hints(type_: type[Any]) -> dict[str, Any]:
    from dashboard.api.context import Context, View

    try:
        return get_type_hints(type_, localns={"Context": Context, "View": View})
    except (NameError, TypeError, AttributeError):  # a subclass that a plugin made for itself
        return {}
