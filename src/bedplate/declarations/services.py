"""Services and settings of the application: injected where a parameter has their type."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, cast, dataclass_transform, get_type_hints

from typing_extensions import TypeVar

from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.settings import Secret

__all__ = ["Secret", "Service", "Settings", "env", "read_settings"]

T = TypeVar("T")
_UNITS = {"us": 0.000001, "ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "hour": 3600.0, "d": 86400.0, "day": 86400.0}


class Service:
    """Something of the outside world. Made once at start by its constructor, whose parameters are injected by type."""

    if TYPE_CHECKING:

        @classmethod
        def _takes(cls, value: Self, /) -> None: ...  # for `bed.replace`

    async def start(self) -> None:
        """Called before the first request."""

    async def stop(self) -> None:
        """Called after the last request."""


@dataclass(frozen=True, slots=True)
class EnvironmentDefault:
    """What a setting is where the environment does not say."""

    value: object


def env(*, default: T) -> T:
    """A setting that may be left out of the environment."""
    return cast("T", EnvironmentDefault(default))


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(env,))
class Settings:
    """The application's own settings, read once from the environment: `class Config(Settings, prefix="SHOP_")`, field `provider_key` is
    `SHOP_PROVIDER_KEY`. Text, bool, int, float, Decimal, timedelta ("30min"), Enum and Secret."""

    _prefix: ClassVar[str] = ""

    def __init_subclass__(cls, *, prefix: str) -> None:
        cls._prefix = prefix

    def __init__(self, **values: object) -> None:
        hints = setting_types(type(self))
        for name in values:
            if name not in hints:
                raise TypeError(f"{type(self).__name__} has no setting {name!r}")
        for name in hints:
            default = getattr(type(self), name, None)
            if name not in values and not isinstance(default, EnvironmentDefault):
                raise TypeError(f"{type(self).__name__} needs the setting {name!r}")
            self.__dict__[name] = values[name] if name in values else cast("EnvironmentDefault", default).value

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("settings are read once and do not change")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(setting_types(type(self)))})"


def setting_types(kind: type[Settings]) -> dict[str, Any]:
    """The declared settings and their types."""
    return {name: hint for name, hint in get_type_hints(kind).items() if not name.startswith("_")}


def environment_name(kind: type[Settings], name: str) -> str:
    """`close_after` of a class with the prefix `HELPDESK_` is `HELPDESK_CLOSE_AFTER`."""
    return f"{kind._prefix}{name}".upper()  # pyright: ignore[reportPrivateUsage]


def read_settings(kind: type[Settings], environment: Mapping[str, str], place: Place) -> Settings:
    """Read all settings; raises DeclarationFault with every missing or unreadable one. No value is ever part of a fault."""
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for name, hint in setting_types(kind).items():
        variable = environment_name(kind, name)
        text = environment.get(variable)
        if text is None:
            if not isinstance(getattr(kind, name, None), EnvironmentDefault):
                faults.append(Fault("D901", f"the setting {variable} is missing", f"set {variable} in the environment or in .env", place))
            continue
        try:
            values[name] = parse_setting(hint, text)
        except (ValueError, InvalidOperation):
            words = getattr(hint, "__name__", str(hint))
            faults.append(Fault("D902", f"the setting {variable} is not a {words}", f"correct {variable} in the environment or in .env", place))
    if faults:
        raise DeclarationFault(faults)
    return kind(**values)


def is_setting_type(hint: Any) -> bool:
    """Whether a text can become it."""
    return hint in (bool, timedelta, str, int, float, Decimal, Secret) or (isinstance(hint, type) and issubclass(hint, Enum))


def parse_setting(hint: Any, text: str) -> object:
    """A setting's text becomes its value. Raises ValueError."""
    if hint is bool:
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[_known(text.lower())]
    if hint is timedelta:
        return parse_duration(text)
    if hint in (str, int, float, Decimal, Secret) or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint(text)
    raise ValueError("a setting of a type that is not known")


def _known(text: str) -> str:
    if text not in ("true", "1", "yes", "false", "0", "no"):
        raise ValueError("not a boolean")
    return text


def parse_duration(text: str) -> timedelta:
    """`"30min"`, `"5s"`, `"7d"`. Raises ValueError."""
    digits = text.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = text[len(digits):].strip()
    if unit not in _UNITS:
        raise ValueError("write a number and s, min, h or d")
    return timedelta(seconds=float(digits) * _UNITS[unit])
