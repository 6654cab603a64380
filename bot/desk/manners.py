"""What an action does to the message it stands on, known before it is done: platforms acknowledge accordingly."""

from __future__ import annotations

from bot.desk.actions import Action, Verb

_ASKS = frozenset({Verb.DECIDE, Verb.SNOOZE, Verb.EDIT, Verb.SET, Verb.SUBMIT})
_IN_PLACE = frozenset({Verb.SEARCH, Verb.CONFLICTS, Verb.FOLLOWED, Verb.SUBSCRIPTION, Verb.PAUSE, Verb.RESUME}) | {
    *(Verb.REPEAT, Verb.DELETE, Verb.SETTINGS)
}
_TO_ALL = frozenset({Verb.SNOOZE, Verb.SUBMIT})


def asks_first(verb: Verb) -> bool:
    """Whether it comes with a form, so that nothing else may be answered before."""
    return verb in _ASKS


def replaces(action: Action) -> bool:
    """Whether its answer stands in place of the message; errors are told beside it."""
    if action.verb is Verb.TIMELINE:
        # The page that a message leads to first is a message of its own.
        return len(action.args) > 1 and bool(action.args[1])
    return action.verb in _IN_PLACE


def tells_all(verb: Verb) -> bool:
    """Whether everybody in the channel sees what came of its form."""
    return verb in _TO_ALL
