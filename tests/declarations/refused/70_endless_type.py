"""A JSON value that holds itself."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Field, Resource, field


@dataclass
class Folder:
    name: str
    folders: list[Folder]


class Drive(Resource):
    root: Field[Folder] = field()  # wrong


app = App(__name__)
