"""The desk as a local web page. Only this machine can reach it, only with a coder's token, and no
other site's page can speak to it."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.report.page import TEMPLATES
from pipeline.review.decisions import DecisionError
from pipeline.review.session import Session

HOST = "127.0.0.1"
_STATIC = Path(__file__).parent / "static"
_FILES = {
    "/desk.js": _STATIC / "desk.js",
    "/desk.css": _STATIC / "desk.css",
    "/palette.css": TEMPLATES / "palette.css",
}
_MAX_BODY = 65_536
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """Refuses what does not come from the coder's own page: another host name (a rebound domain),
    another origin, no token. Adds the protective headers to every answer."""

    def __init__(self, app: ASGIApp, port: int, sessions: Sequence[Session]) -> None:
        self._app, self._sessions = app, sessions
        self._hosts = {f"{name}:{port}" for name in (HOST, "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(k.encode(), v.encode()) for k, v in _HEADERS.items()]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        request = Request(scope)
        refusal = self._refusal(request)
        app = PlainTextResponse(refusal, 403) if refusal else self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> str | None:
        if request.headers.get("host") not in self._hosts:
            return "Open the address that stancebook review printed."
        origin = request.headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return "Another site's page may not speak to the desk."
        if request.url.path in _FILES:
            return None
        given = request.headers.get("x-token") or request.query_params.get("token") or ""
        for session in self._sessions:
            if secrets.compare_digest(given.encode(), session.token.encode()):
                request.state.session = session
                return None
        return "The address lacks the token: open the one that stancebook review printed."


def application(sessions: Sequence[Session], port: int) -> ASGIApp:
    """The desk for some coders, each known by the token of the session."""
    routes = [
        Route("/", _page),
        *(Route(path, _file) for path in _FILES),
        Route("/api/state", _state),
        Route("/api/next", _next),
        Route("/api/item", _item),
        Route("/api/decide", _decide, methods=["POST"]),
        Route("/api/retrain", _retrain, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes), port, sessions)


def listen(port: int = 0) -> socket.socket:
    """A socket on this machine alone; port 0 takes a free one. Raises OSError."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, port))
    sock.listen()  # now: who opens an address as soon as it is printed waits for the desk
    return sock


def serve(sessions: Sequence[Session], sock: socket.socket) -> None:
    """Answer until interrupted. Raises KeyboardInterrupt."""
    app = application(sessions, sock.getsockname()[1])
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False,
                            timeout_graceful_shutdown=2)  # fmt: skip
    uvicorn.Server(config).run(sockets=[sock])


def addresses(sessions: Sequence[Session], port: int) -> Mapping[str, str]:
    """Each coder's address."""
    return {s.desk.annotator: f"http://{HOST}:{port}/?token={s.token}" for s in sessions}


async def _page(request: Request) -> Response:
    return FileResponse(_STATIC / "desk.html")


async def _file(request: Request) -> Response:
    return FileResponse(_FILES[request.url.path])


async def _state(request: Request) -> Response:
    return JSONResponse(_session(request).state())


async def _next(request: Request) -> Response:
    return JSONResponse(_session(request).next())


async def _item(request: Request) -> Response:
    query = request.query_params
    found = _session(request).view((query.get("doc_id", ""), query.get("claim_id", "")))
    if found is None:
        return JSONResponse({"error": "there is no such claim"}, 404)
    return JSONResponse(found)


async def _decide(request: Request) -> Response:
    session = _session(request)
    try:
        session.decide(await _body(request))
    except DecisionError as error:
        return JSONResponse({"error": str(error)}, 422)
    return JSONResponse(session.state())


async def _retrain(request: Request) -> Response:
    session = _session(request)
    try:
        await _body(request)
        session.start_training()
    except DecisionError as error:
        return JSONResponse({"error": str(error)}, 422)
    return JSONResponse(session.state())


async def _body(request: Request) -> Any:
    # A form of another site cannot send this type without asking first.
    if request.headers.get("content-type") != "application/json":
        raise DecisionError("a decision is sent as application/json")
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MAX_BODY:
            raise DecisionError(f"a decision has at most {_MAX_BODY:,} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DecisionError(f"is no JSON: {error}") from error


def _session(request: Request) -> Session:
    session = request.state.session
    assert isinstance(session, Session)
    return session
