"""The console as a destination of alerts."""

from __future__ import annotations

from rich.console import Console

from bot.model.alert import Alert
from bot.model.outcome import Done, Outcome, Permanent
from handlers.console.alerts import render_alert


class ConsoleMessenger:
    """Prints alerts; one at a time, each flushed, so that what is recorded as sent has left the program."""

    def __init__(self, console: Console) -> None:
        self._console = console

    async def send(self, alert: Alert) -> Outcome:
        """Print the alert; permanently failed when the terminal is gone."""
        try:
            self._console.print(render_alert(alert))
            self._console.file.flush()
        except (BrokenPipeError, OSError) as error:
            return Permanent(reason=f"the terminal cannot be written to: {error}")
        return Done()
