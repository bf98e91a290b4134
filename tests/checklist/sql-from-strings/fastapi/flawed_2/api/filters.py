from dataclasses import dataclass


@dataclass
class SalesFilter:
    region: str = "north"
    order: str = "day"
