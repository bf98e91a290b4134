"""D440-D443: a file stands in a table of ours, beside a key that an address can hold, and not inside of a JSON value; a row that cannot be
without one is not made by JSON."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.declarations.compiling.forms import has_upload
from bedplate.declarations.contract import Contract, FieldContract, ResourceContract
from bedplate.errors import Fault

__all__ = ["files_can_be_kept"]


def files_can_be_kept(contract: Contract) -> list[Fault]:
    """Every field that holds a file where it cannot be kept, and every form that is none."""
    found = [fault for resource in contract.resources.values() for field in resource.fields.values() for fault in _of_field(resource, field)]
    wrong = [one for one in contract.endpoints if one.body is not None and not one.form and has_upload(one.body)]
    return found + [
        Fault("D442", f"{one.name}: an Upload in a body that is JSON", "write `body: Form[...]` around the class", one.place) for one in wrong]


def _of_field(resource: ResourceContract, field: FieldContract) -> Iterator[Fault]:
    name = f"{resource.name}.{field.name}"
    if has_upload(field.type):
        yield Fault("D442", f"{name}: an Upload in a JSON value of a row", 'give the row a file: `Field[File] = upload(max="5MB", types=(...))`', field.place)
    if field.type.kind != "file":
        return
    if resource.adopted:
        yield Fault("D440", f"{name}: a file in a table that is not ours, where nobody sees which files are held", "put it into a resource without `table=`", field.place)
    if field.required and resource.upsert:
        yield Fault(
            "D443", f"{name}: a file that must be there, in rows that `upsert=` makes of JSON, which has no file",
            "let the file be absent at first (`Field[File | None] = upload(default=None, ...)`), or leave `upsert` out", field.place)
    keys = [resource.fields[part] for part in resource.key if part in resource.fields]
    if any(part.type.answer not in ("plain", "number", "text") for part in keys):
        yield Fault("D441", f"{name}: a file beside a key that no address can hold as it stands", "let the key be a UUID, a whole number or a text", field.place)
