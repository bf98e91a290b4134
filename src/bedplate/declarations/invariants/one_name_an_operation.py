"""Two operations of one name: documents, clients and limits know an operation by it."""
from __future__ import annotations

from bedplate.declarations.contract import Contract, EndpointContract, ResourceContract
from bedplate.declarations.operations import resource_id
from bedplate.errors import Fault

__all__ = ["one_name_an_operation"]


def one_name_an_operation(contract: Contract) -> list[Fault]:
    """Endpoints have names of their own, and so have resources in small letters."""
    endpoints: dict[str, EndpointContract] = {}
    found = [
        Fault("D602", f"there is an endpoint called {endpoint.name!r} already, at {endpoints[endpoint.name].path}",
              "rename the function: documents and clients know an endpoint by its name", endpoint.place)
        for endpoint in contract.endpoints if endpoints.setdefault(endpoint.name, endpoint) is not endpoint
    ]
    resources: dict[str, ResourceContract] = {}
    for resource in contract.resources.values():
        other = resources.setdefault(resource_id(resource), resource)
        if other is not resource:
            found.append(Fault("D602", f"{resource.name} and {other.name} have one name in small letters: {resource_id(resource)}",
                               "rename one of them: operations are named after their resource", resource.place))
    return found
