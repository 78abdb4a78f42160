"""A client of the game's server: a browser without a screen, with its cookies."""

import re
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

WEEK = re.compile(r'name="week" value="(\d+)"')


class Client:
    """One person's browser.

    Args:
        address: of the server.
        most: connections that all clients of this process may have at once.
    """

    def __init__(self, address: str, most: int = 400) -> None:
        self.address, self.cookies = address, dict[str, str]()
        self._http = AsyncHTTPClient(max_clients=most)

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    async def get(self, path: str) -> HTTPResponse:
        return await self._ask(HTTPRequest(self.address + path, headers=self.headers, follow_redirects=False))

    async def post(self, path: str, *, scripted: bool = False, xsrf: bool = True, **form: Any) -> HTTPResponse:
        """Send a form, with the token that pages have in theirs."""
        if xsrf and "_xsrf" not in self.cookies:
            await self.get("/")
        fields = form | ({"_xsrf": self.cookies["_xsrf"]} if xsrf else {})
        headers = self.headers | ({"Accept": "application/json"} if scripted else {})
        return await self._ask(
            HTTPRequest(
                self.address + path, method="POST", body=urlencode(fields), headers=headers, follow_redirects=False,
                request_timeout=60,
            )
        )  # fmt: skip

    async def _ask(self, request: HTTPRequest) -> HTTPResponse:
        answer = await self._http.fetch(request, raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer

    async def listen(self, path: str = "/news") -> WebSocketClientConnection:
        """Open the websocket of the news."""
        request = HTTPRequest(self.address.replace("http", "ws", 1) + path, headers=self.headers)
        return await websocket_connect(request)

    async def join(self, code: str, **form: Any) -> HTTPResponse:
        return await self.post("/", code=code, **form)

    async def order(self, week: int, cases: object, **form: Any) -> HTTPResponse:
        return await self.post("/order", week=week, cases=cases, scripted=True, **form)

    async def open_week(self) -> int | None:
        """The week for which the seat may order now; None if it has, or if the game does not run."""
        found = WEEK.search((await self.get("/play/seat")).body.decode())
        return int(found[1]) if found else None
