"""Clients that read and create while a server is told to stop, and remember what they were answered."""
from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass, field

from served import Client


@dataclass
class Told:
    """What one client was answered, and what it never heard of again."""

    created: dict[str, str] = field(default_factory=dict)  # title -> id
    answered: int = 0
    other: list[int] = field(default_factory=list)  # statuses that are neither success nor "shutting down"
    unanswered: list[str] = field(default_factory=list)  # titles of creates


class Load:
    """Threads of two kinds: half keep their connection, half make a new one each time. They run until the server is gone."""

    def __init__(self, port: int, token: str, project: str, clients: int) -> None:
        self._port, self._token, self._project = port, token, project
        self._busy = threading.Barrier(clients + 1)
        self.told = [Told() for _ in range(clients)]
        self._threads = [threading.Thread(target=self._run, args=(number,), daemon=True) for number in range(clients)]

    def start(self) -> None:
        """Returns when every client has had its first answers."""
        for thread in self._threads:
            thread.start()
        self._busy.wait(30)

    def join(self) -> None:
        for thread in self._threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in self._threads)

    def _run(self, number: int) -> None:
        told, keeps = self.told[number], number % 2 == 0
        client = Client(self._port, self._token)
        turn = 0
        while True:
            if turn == 3:
                self._busy.wait(30)
            turn += 1
            title = f"client {number} turn {turn}" if turn % 2 else ""
            try:
                self._ask(client, title, told)
            except (OSError, http.client.HTTPException):
                client.close()
                if title:
                    told.unanswered.append(title)
                if turn > 3:
                    return
                raise
            if not keeps:
                client.close()

    def _ask(self, client: Client, title: str, told: Told) -> None:
        if title:
            answer = client.ask("POST", "/v1/tickets", {"project": self._project, "title": title, "body": "Made under load."})
        else:
            answer = client.ask("GET", "/v1/tickets?limit=5&fields=id,title,author(name)")
        told.answered += 1
        if answer.status == 201:
            told.created[title] = answer.data["id"]
        elif answer.status != 200:
            told.other.append(answer.status)
