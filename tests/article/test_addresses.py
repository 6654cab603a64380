from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.addresses import canonical_url, host_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        pytest.param("HTTPS://News.Example/Ell", "https://news.example/Ell", id="case of scheme and host only"),
        pytest.param("https://news.example", "https://news.example/", id="empty path"),
        pytest.param("https://news.example:443/a", "https://news.example/a", id="default port"),
        pytest.param("http://news.example:80/a", "http://news.example/a", id="default port of http"),
        pytest.param("https://news.example:8443/a", "https://news.example:8443/a", id="another port stays"),
        pytest.param("http://news.example:443/a", "http://news.example:443/a", id="the other scheme's port stays"),
        pytest.param("https://news.example/a#top", "https://news.example/a", id="fragment"),
        pytest.param("https://news.example./a", "https://news.example/a", id="final dot"),
        pytest.param("https://user:word@news.example/a", "https://news.example/a", id="credentials"),
        pytest.param("https://news.example/a?utm_source=x&utm_medium=y", "https://news.example/a", id="utm"),
        pytest.param("https://news.example/a?fbclid=1&id=7&gclid=2", "https://news.example/a?id=7", id="click ids"),
        pytest.param("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2", id="sorted"),
        pytest.param("https://news.example/a?b=2&b=1", "https://news.example/a?b=1&b=2", id="one name twice"),
        pytest.param("https://news.example/a?b=", "https://news.example/a?b=", id="empty value stays"),
        pytest.param(
            "https://news.example/a?reference=1&utmost=2",
            "https://news.example/a?reference=1&utmost=2",
            id="near misses",
        ),
        pytest.param("https://news.example/%7Eell/%c3%a5", "https://news.example/~ell/%C3%A5", id="percent signs"),
        pytest.param("https://news.example/å", "https://news.example/%C3%A5", id="letters"),
        pytest.param("https://news.example/a%2Fb", "https://news.example/a%2Fb", id="an escaped slash is none"),
        pytest.param("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a", id="IPv6"),
        pytest.param("  https://news.example/a\n", "https://news.example/a", id="white space around"),
        pytest.param("news.example/a", "news.example/a", id="no scheme"),
        pytest.param("mailto:desk@news.example", "mailto:desk@news.example", id="another scheme"),
        pytest.param("https://news.example:port/a", "https://news.example:port/a", id="broken port"),
        pytest.param("https://[news/a", "https://[news/a", id="broken host"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    """Addresses of one page have one form; what is no http(s) address stays."""
    assert canonical_url(url) == canonical


@given(st.text())
def test_any_text_has_a_form(text: str) -> None:
    """Law: no text raises, and the form of a form is itself."""
    once = canonical_url(text)
    assert canonical_url(once) == once


@given(st.from_regex(r"https?://[a-z]{1,8}\.example(:[0-9]{1,4})?/[ -~]{0,30}", fullmatch=True))
def test_form_of_a_form_is_itself(url: str) -> None:
    """Law: canonical addresses are canonical."""
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.news.example/a", "news.example"),
        ("http://News.example:8080", "news.example"),
        ("https://wwwnews.example/", "wwwnews.example"),
        ("news.example/a", None),
        ("nonsense", None),
    ],
)
def test_host(url: str, host: str | None) -> None:
    """The host stands for a publisher that is not named; `www.` is no part of its name."""
    assert host_of(url) == host
