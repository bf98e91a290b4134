"""How often a view may be called: throttles of REST framework, and the common packages that count calls or failed sign-ins."""
from __future__ import annotations

from bedplate.checklist.review.frame import Engine, Frame
from bedplate.checklist.review.readers.survey import elements_of
from bedplate.checklist.review.value import Class, Value

__all__ = ["limits_of", "named_limit"]

_PACKAGES = ("ratelimit", "axes.", "django_ratelimit", "defender.", "brake.", "throttle")


def named_limit(name: str) -> bool:
    """Whether a decorator, middleware or backend of this name counts calls."""
    return any(word in name for word in _PACKAGES)


def limits_of(engine: Engine, instance: Value, cls: Class, frame: Frame) -> list[str]:
    """The throttles of a view of REST framework, its own or the default ones; one that needs a scope counts only with a scope."""
    if not any(each.module.supplied and each.name == "APIView" for each in engine.models.line(cls)[0]):
        return []
    own = engine.member(cls, "get_throttles")
    if own is not None:
        return ["get_throttles"]
    chosen = instance.keyword("throttle_classes") or engine.member(cls, "throttle_classes") or engine.ambient.get("django.throttles")
    if chosen is None:
        return ["unknown"]  # the settings are not here
    scope = instance.keyword("throttle_scope") or engine.member(cls, "throttle_scope")
    names = [each.ref if isinstance(each.ref, str) else each.cls.name if each.cls is not None else "throttle" for each in elements_of(chosen)]
    return [name for name in names if scope is not None or not name.endswith("ScopedRateThrottle")]
