from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.article.reading import read_article
from bot.article.walls import find_wall
from bot.model.article import RawArticle
from bot.model.errors import UnreadableError
from config.walls import load_walls

OPENING = (
    "Norland's army said on Wednesday that it had taken the town of Ellbruck, which Sudmark denied in the evening."
)
NOW = datetime(2031, 5, 15, tzinfo=UTC)


def wall(text: str, *, title: str | None = None, free: bool = True) -> str:
    """Return what stands in the article's place, or nothing."""
    return find_wall(text, title=title, free=free, walls=load_walls()) or ""


@pytest.mark.parametrize(
    "offer",
    [
        "Subscribe to continue reading",
        "Already a subscriber? Log in",
        "Cet article est réservé aux abonnés.",
        "Jetzt abonnieren und weiterlesen",
        "Suscríbete para seguir leyendo",
        "Материал доступен только подписчикам",
        "Матеріал доступний лише передплатникам",
        "اشترك لمتابعة القراءة",
        "הכתבה למנויים בלבד",
    ],
)
def test_an_opening_with_an_offer_is_a_paywall(offer: str) -> None:
    """In any of the languages, at the end of a short text."""
    assert "paywall" in wall(f"{OPENING}\n{offer}")


@pytest.mark.parametrize(
    "text",
    [
        (
            f"{OPENING}\nThe paper put its report behind a paywall, and critics said that 'subscribe to continue "
            "reading' is what nobody in the besieged town wants to see on a screen."
        ),
        f"Subscribe to continue reading\n{OPENING}\n" * 20,
        f"{OPENING}\nSubscribe to our newsletter",
        OPENING,
    ],
    ids=["about", "whole", "newsletter", "short"],
)
def test_an_article_is_no_paywall(text: str) -> None:
    """One about paywalls, a whole one, one with another offer, a short one."""
    assert wall(text) == ""


def test_what_is_not_free_is_a_paywall_where_it_is_short() -> None:
    """Many pages state that and show all of the article."""
    assert "paywall" in wall(OPENING, free=False)
    assert wall(f"{OPENING}\n" * 10, free=False) == ""


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies and similar means to keep this site going.\nAccept all cookies\nSettings",
        "Nous utilisons des cookies.\nContinuer sans accepter",
        "Wir verwenden Cookies.\nAlle Cookies akzeptieren",
        "Utilizamos cookies.\nAceptar todas las cookies",
        "Мы используем файлы cookie.",
        "Ми використовуємо файли cookie.",
        "نستخدم ملفات تعريف الارتباط",
        "אתר זה משתמש בעוגיות",
    ],
)
def test_a_question_about_cookies_is_no_article(text: str) -> None:
    """In any of the languages."""
    assert "cookies" in wall(text)


@pytest.mark.parametrize(
    "text",
    [
        f"We use cookies.\n{OPENING}\nAccept all cookies",
        (
            "The regulator of Norland fined three outlets on Monday because they stored cookies on the machines of "
            "readers who had refused them, and told others to change the forms with which they ask."
        ),
    ],
    ids=["banner", "about"],
)
def test_an_article_with_cookies_is_read(text: str) -> None:
    """One beside a banner, and one about cookies."""
    assert wall(text) == ""


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Checking your browser before you go on."),
        ("Checking your browser", ""),
        (None, "Подтвердите, что вы не робот"),
        (None, "Підтвердьте, що ви людина"),
        (None, "Bestätigen Sie, dass Sie kein Roboter sind"),
        (None, "Vérification de votre navigateur"),
        (None, "Please enable JavaScript\nMaking sure you’re not a bot!"),
    ],
)
def test_a_check_for_robots_is_no_article(title: str | None, text: str) -> None:
    """By its text or its title, also where nothing else is on the page."""
    assert "robots" in wall(text, title=title)


def test_an_article_about_robots_is_read() -> None:
    """A title with the words does not make its text a check."""
    assert wall(OPENING, title="Checking your browser: how sites keep programs out") == ""


@pytest.mark.parametrize("stated", ["false", '"False"', '"https://schema.org/False"'])
def test_a_page_behind_a_paywall_is_refused_with_the_reason(stated: str) -> None:
    """As it states in its JSON-LD; one that is free is read."""
    html = (
        '<!doctype html><html lang="en"><head><title>Ellbruck</title><script type="application/ld+json">'
        '{"@type": "NewsArticle", "isAccessibleForFree": %s}</script></head><body><article><h1>Ellbruck</h1>'
        f"<p>{OPENING}</p></article></body></html>"
    )
    raw = RawArticle(origin="https://ell.example/a", key="a", body=html % stated, is_html=True, received_at=NOW)
    with pytest.raises(UnreadableError, match="behind a paywall"):
        read_article(raw, now=NOW)
    free = RawArticle(origin="https://ell.example/a", key="a", body=html % "true", is_html=True, received_at=NOW)
    assert OPENING in read_article(free, now=NOW).text
