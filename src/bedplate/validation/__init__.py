"""Raw input becomes a typed Call, or is refused. Pure: no socket, no clock, no driver; the body is drawn through the request."""
