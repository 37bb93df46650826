"""The Dask engine: chunks of documents over the workers of a Dask cluster (optional extra `dask`).

The cluster's workers read the documents themselves, so the corpus must be at the same path on all
of them. Each runs the same supervised worker process as the local engine; what travels are bytes of
JSON. A cluster worker that is lost takes nothing with it: its chunks are done again elsewhere.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import cache
from importlib import import_module
from typing import Any

from pipeline.batch.config import Config
from pipeline.batch.entry import Entry
from pipeline.batch.supervisor import Supervisor
from pipeline.batch.worker import item_from_dict, item_to_dict
from pipeline.corpus import Item
from pipeline.errors import ConfigurationError, StancebookError

# How often a chunk is handed out again after the cluster lost it, before the run is given up.
_ATTEMPTS = 5
_SECONDS_TO_CONNECT = 30


class ClusterError(StancebookError):
    """A cluster that cannot be reached or that fails."""


def dask_results(
    chunks: Iterator[Sequence[Item]], config: Config, workers: int, scheduler: str | None
) -> Iterator[Entry]:
    """As `local_results`, on the cluster at `scheduler`, or on one of `workers` processes here.

    Raises ConfigurationError without the extra, ClusterError where the cluster fails.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ConfigurationError(
            "the dask engine is an extra: pip install 'stancebook[dask]'"
        ) from error
    with ExitStack() as stack:
        try:
            if scheduler is None:
                scheduler = stack.enter_context(
                    distributed.LocalCluster(
                        n_workers=workers, threads_per_worker=1, dashboard_address=None
                    )
                )
            client = stack.enter_context(
                distributed.Client(scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
            )
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask cluster answers at {scheduler}: {error}") from error
        yield from _stream(client, chunks, config)


def _stream(client: Any, chunks: Iterator[Sequence[Item]], config: Config) -> Iterator[Entry]:
    """Keep two chunks under way for each thread of the cluster, however many it has by then."""
    settings = json.dumps(config.to_dict()).encode("utf-8")
    completed = import_module("distributed").as_completed(loop=client.loop)
    under_way: dict[Any, tuple[bytes, int]] = {}

    def submit(request: bytes, attempt: int) -> None:
        future = client.submit(code_bytes, request, settings, pure=False, retries=_ATTEMPTS)
        under_way[future] = (request, attempt)
        completed.add(future)

    requests = (_request(chunk) for chunk in chunks)
    while True:
        room = max(2, 2 * sum(client.nthreads().values())) - len(under_way)
        for request in itertools.islice(requests, max(0, room)):
            submit(request, 1)
        if not under_way:
            return
        future = next(completed)
        request, attempt = under_way.pop(future)
        if future.status == "finished":
            yield from (Entry(**data) for data in json.loads(future.result()))
        elif attempt < _ATTEMPTS and not isinstance(future.exception(), ConfigurationError):
            submit(request, attempt + 1)
        else:
            error = future.exception()
            if isinstance(error, ConfigurationError):
                raise error
            raise ClusterError(f"the cluster failed {attempt} times on one chunk: {error}")


def _request(chunk: Sequence[Item]) -> bytes:
    return json.dumps([item_to_dict(item) for item in chunk]).encode("utf-8")


def code_bytes(request: bytes, settings: bytes) -> bytes:
    """On the cluster's worker: a chunk's entries, from and to JSON."""
    items = [item_from_dict(data) for data in json.loads(request)]
    supervisor = _supervisor(threading.get_ident(), settings)
    entries = [asdict(entry) for entry in supervisor.code(items)]
    return json.dumps(entries, ensure_ascii=False).encode("utf-8")


@cache
def _supervisor(thread: int, settings: bytes) -> Supervisor:
    """The worker process of a thread of the cluster's worker; it ends when that one does."""
    return Supervisor(Config.from_dict(json.loads(settings)))
