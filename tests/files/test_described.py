"""Files in OpenAPI: every address and body is described, and Spectral with all rules finds nothing to say."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.files.forms import running
from tests.hostile.test_spectral import findings

from bedplate.testing import Bed


async def test_files_and_forms_are_described(bed: Bed, tmp_path: Path) -> None:
    """Bytes by their media types, forms with the types of their files; JSON never takes a file, and is no body where one must be there."""
    document: Any = (await bed.client().get("/openapi.json")).json
    paths = document["paths"]
    picture = paths["/v1/products/{id}/picture"]
    assert set(picture["get"]["responses"]) >= {"200", "206", "304", "404", "416"}
    assert set(picture["get"]["responses"]["200"]["content"]) == {"image/png", "image/jpeg"}
    assert {one["name"] for one in picture["get"]["parameters"]} == {"id", "If-None-Match", "Range", "If-Range"}
    assert set(picture["put"]["requestBody"]["content"]) == {"image/png", "image/jpeg", "multipart/form-data"}
    created = paths["/v1/products"]["post"]["requestBody"]["content"]
    assert created["application/json"]["schema"]["properties"]["picture"] == {"type": "null"}
    assert created["multipart/form-data"]["encoding"]["picture"] == {"contentType": "image/png, image/jpeg"}
    assert set(paths["/v1/attachments"]["post"]["requestBody"]["content"]) == {"multipart/form-data"}
    assert "/v1/attachments/{id}/file" in paths and "put" not in paths["/v1/attachments/{id}/file"]
    assert set(paths["/forum/products"]["post"]["requestBody"]["content"]) == {"multipart/form-data"}
    numbered = "owasp:api1:2023-no-numeric-ids"  # what one of the samples is there for
    assert [one for one in findings(document, tmp_path) if one["code"] != numbered] == []
    assert running(bed).runtime.files is not None
