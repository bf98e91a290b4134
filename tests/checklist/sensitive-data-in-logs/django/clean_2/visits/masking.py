def masked(headers):
    """Whether a credential came along, never which."""
    return {"authorization": "present" if "Authorization" in headers else "absent", "agent": headers.get("User-Agent", "")[:80]}
