"""Starting a peer under uvicorn, one worker, in the benchmark's own environment."""
from __future__ import annotations

import secrets
from pathlib import Path

import servers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

HERE = Path(__file__).parent
PEERS = {
    "fastapi": ("FastAPI", "fastapi_helpdesk.main:app"), "litestar": ("Litestar", "litestar_helpdesk.main:app"),
    "ninja": ("Django Ninja", "ninja_helpdesk.main:application"),
}


def public_key(private_pem: str) -> str:
    """The public half, as PEM, of a private key in PEM: all that the peer is given."""
    public = load_pem_private_key(private_pem.encode(), None).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def start(kind: str, database: Path, token_public_key: str, log: Path, *, access_log: bool = True) -> servers.Server:
    """As FastAPI's page on deployment has it, and the others' too: uvicorn with uvloop and httptools, its access log as it comes."""
    port, (name, application) = servers.free_port(), PEERS[kind]
    command = [str(HERE / ".venv/bin/uvicorn"), application, "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    if not access_log:
        command.append("--no-access-log")
    if not Path(command[0]).is_file():
        raise servers.ServerFailed("The peer's environment is missing. Run: benchmarks/setup.sh")
    surroundings = {
        "PEER_DATABASE": str(database), "PEER_TOKEN_PUBLIC_KEY": token_public_key, "PEER_CURSOR_SECRET": secrets.token_urlsafe(32),
    }
    return servers.start(name, command, port=port, surroundings=surroundings, folder=HERE, log=log)
