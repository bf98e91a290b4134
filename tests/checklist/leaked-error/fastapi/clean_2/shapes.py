from pydantic import BaseModel


class Shape(BaseModel):
    width: float
    height: float


def area(shape: Shape) -> float:
    if shape.width < 0 or shape.height < 0:
        raise ValueError("a side is negative")
    return shape.width * shape.height
