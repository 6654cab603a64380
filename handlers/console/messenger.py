"""The console as a destination of alerts."""

from __future__ import annotations

from datetime import timedelta

from rich.console import Console

from bot.model.outbox import OutboxItem
from bot.model.outcome import Done, Outcome, Temporary
from handlers.console.alerts import render_alert

_TRY_AGAIN = timedelta(seconds=5)


class ConsoleMessenger:
    """Prints alerts; one at a time, each flushed, so that what is recorded as sent has left the program."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def send(self, item: OutboxItem) -> Outcome:
        """Print the alert; a terminal that is gone may be there again at the next start."""
        try:
            self._console.print(render_alert(item.alert))
            self._console.file.flush()
        except OSError as error:
            return Temporary(delay=_TRY_AGAIN, reason=f"the terminal cannot be written to: {error}")
        return Done()
