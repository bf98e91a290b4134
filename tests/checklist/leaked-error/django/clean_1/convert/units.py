class UnknownUnit(ValueError):
    """Its text is written for the client."""


def metres(value, unit):
    if unit not in {"ft", "in"}:
        raise UnknownUnit("unit must be ft or in")
    return float(value) * (0.3048 if unit == "ft" else 0.0254)
