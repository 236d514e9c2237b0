"""The sandbox as a process of its own: prints its address, serves until told to stop, then says what it holds."""

from __future__ import annotations

import signal
import sys

from reporter.sandbox.server import Sandbox


def main() -> None:
    """``python -m reporter.sandbox [port]``; SIGTERM or SIGINT ends it."""
    # Waited for, not handled: a handler that sets an Event can run while the same thread holds the Event's own lock.
    stop = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)
    with Sandbox(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as sandbox:
        sys.stdout.write(f"{sandbox.url}\n")
        sys.stdout.flush()
        signal.sigwait(stop)
        sys.stdout.write("\n".join(sandbox.describe()) + "\n")


if __name__ == "__main__":
    main()
