"""What people's hands do: press a button by its label, choose from a menu, fill in a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.servers.slack import Interaction, Message, SlackServer, View
from tests.servers.slack.blocks import interactive


def elements(target: Message | View) -> Iterable[dict[str, Any]]:
    """Yield the elements that can be operated."""
    for block in target.blocks:
        for element in interactive(block):
            yield element | {"block_id": block.get("block_id")}


def labels(target: Message | View) -> list[str]:
    """Return what its buttons say."""
    return [one["text"]["text"] for one in elements(target) if one["type"] == "button"]


async def press(server: SlackServer, target: Message | View, label: str, *, user: str | None = None) -> Interaction:
    """Press the button with that label."""
    found = next((one for one in elements(target) if one.get("text", {}).get("text") == label), None)
    assert found is not None, f"no button {label!r}; there are {labels(target)}"
    return await server.click(target, found["action_id"], user=user, value=found.get("value"))


async def choose(server: SlackServer, target: Message | View, label: str, *, user: str | None = None) -> Interaction:
    """Choose what has that label, or begins with it, from a menu."""
    for one in elements(target):
        for option in one.get("options") or ():
            if option["text"]["text"].startswith(label):
                return await server.click(target, one["action_id"], user=user, value=option["value"])
    raise AssertionError(f"nothing to choose is called {label!r}")


async def form_of(server: SlackServer, asked: Interaction, within: float = 30.0) -> View:
    """Return the form that opens, once it is there: on a busy machine something else stands in its place before."""
    view = await asked.opened_view(within)
    await server.wait_until(lambda: bool(server.state.views[view.id].callback_id), within)
    return server.state.views[view.id]


async def fill(server: SlackServer, view: View, values: Mapping[str, Any]) -> Interaction:
    """Fill in a form and send it; external selects are typed into, and their first option is taken."""
    given: dict[str, Any] = {}
    keys = {str(block.get("block_id")): block["element"] for block in view.blocks if block["type"] == "input"}
    for key, value in values.items():
        element = keys[key]
        if element["type"] == "multi_external_select":
            typed = [(await server.suggest(element["action_id"], one, target=view)).options for one in value]
            assert all(typed), f"nothing offered for {value!r}"
            value = [offered[0] for offered in typed]  # noqa: PLW2901 - as below
        if element["type"] == "external_select":
            offered = (await server.suggest(element["action_id"], value, target=view)).options
            assert offered, f"nothing offered for {value!r}"
            value = offered[0]  # noqa: PLW2901 - the option that was found stands for what was typed
        given[element["action_id"]] = value
    return await server.submit_view(view, given)
