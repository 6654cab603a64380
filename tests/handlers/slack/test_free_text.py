"""Words as people type them, to the end: from Slack's payload to the answer, over a real connection."""

from __future__ import annotations

import pytest

from tests.servers.slack import SlackServer

ON = {
    "Kupyansk": (
        "Kupiansk since monday side:norland",
        "KUPIANSK SINCE LAST TUESDAY",
        "near Kupiansk 20km",
        "within 20 km of kupiansk",
        "Kupiansk, since monday",
        "Kupiansk.",
        "“Kupiansk” since „last monday“",
        "Kupiansk side norland",
        "Kupiansk in the last 3 days",
        "Kupiansk last week",
        "Kupiansk between 2022-09-01 and 2022-09-10",
        "Kupiansk 8 sept 2022",
        "*Kupiansk* :fire:",
        "🔥 Kupiansk",
        "#kupiansk",
        "<#C0ALERTS1|kupiansk>",
        "Kup'yans'k kind captured",
    ),
    "Bosnia": ("Bosnia &amp; Herzegovina since 3d",),
    "Łódź": ("Łódź", "lodz since yesterday"),
    "São Tomé": ("São Tomé", "sao tome status disputed"),
}


@pytest.mark.parametrize(("place", "text"), [(place, text) for place, texts in ON.items() for text in texts])
@pytest.mark.usefixtures("platform")
async def test_a_search_finds_its_place(server: SlackServer, place: str, text: str) -> None:
    """However it is written; what was understood is said."""
    answered = await (await server.slash("/claims", text, channel="alerts", user="olena")).response()
    assert answered.shown_text.startswith("No claims")
    assert place in answered.shown_text


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        ("/claims", "<https://example.org/a|example.org>", "/submit"),
        ("/claims", "<@U0EDITOR1|marc>", "Name a place"),
        ("/claims", "Kupiansk since blursday", "is no day"),
        ("/claims", "Kupiansk side:atlantis", "atlantis"),
        ("/claims", "Kupiansk kind:eaten", "no kind of claim"),
        ("/claims", "Kupiansk since monday since tuesday", "given twice"),
        ("/claims", "Ukraine within:20km", "I cannot look"),
        ("/claims", "\N{FIRST STRONG ISOLATE}الخرطوم\N{POP DIRECTIONAL ISOLATE} since monday", "الخرطوم"),
        ("/claims", "Куп’янськ last week", "No place 'Куп’янськ'"),
        ("/claims", "&lt;script&gt;", "<script>"),
        ("/conflicts", "Kupiansk, last week", "No open conflicts"),
        ("/conflicts", "in Kupiansk", "No open conflicts"),
        ("/subscribe", "Kupiansk, conflicts", "This channel follows Kupyansk"),
        ("/subscribe", "<#C0KHARKIV|kharkiv> conflicts digest 8am", "This channel follows Khar"),
        ("/unsubscribe", "“Kupiansk”", "No subscription"),
        ("/digest", "Kup’yans’k", "No subscription"),
        ("/explain", "1a2b3c, 4d5e6f", "No claim"),
        ("/claimwatch", "mute “Kupiansk” for 2h", "Kupyansk"),
        ("/claimwatch", "CLAIMS Kupiansk", "No claims"),
        ("/claimwatch", "/claims Kupiansk", "No claims"),
    ],
)
@pytest.mark.usefixtures("platform")
async def test_every_command_takes_what_people_type(server: SlackServer, command: str, text: str, told: str) -> None:
    """Or says what it did not understand."""
    answered = await (await server.slash(command, text, channel="alerts", user="olena")).response()
    shown = answered.shown_text.replace("&lt;", "<").replace("&gt;", ">")
    assert told in shown
