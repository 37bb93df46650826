"""`stancebook run` with workers that annotate nothing (see fast_worker)."""

from __future__ import annotations

import fast_worker

from pipeline.batch import supervisor
from pipeline.cli import main

if __name__ == "__main__":
    supervisor.COMMAND = fast_worker.command()
    main()
