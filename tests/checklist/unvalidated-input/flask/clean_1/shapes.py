import msgspec


class Line(msgspec.Struct, forbid_unknown_fields=True):
    article: int
    pieces: int


class Order(msgspec.Struct, forbid_unknown_fields=True):
    lines: list[Line]
    remark: str = ""
