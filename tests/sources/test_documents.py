from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model.article import RawArticle
from bot.model.errors import SourceError, UnreadableError
from bot.sources.documents import MAX_BYTES, read_path

NOW = datetime(2031, 5, 14, 9, 0, tzinfo=UTC)
BODY = "Norland said on Wednesday that its troops had captured Ellbruck.\n\nSudmark denied it.\n"
HEAD = '---\ntitle: "Ellbruck: who holds it?"\npublisher: The Ell Courier\npublished: 2031-05-14T08:00:00Z\n'

Write = Callable[[str, "str | bytes"], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file and return its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> list[RawArticle | SourceError]:
    """Return all that a path gives."""
    return list(read_path(path, now=NOW, max_bytes=max_bytes))


def one(path: Path, *, max_bytes: int = MAX_BYTES) -> RawArticle:
    """Return the only thing that a path gives, an article."""
    (article,) = read(path, max_bytes=max_bytes)
    assert isinstance(article, RawArticle), article
    return article


def error(path: Path, *, max_bytes: int = MAX_BYTES) -> str:
    """Return why a path gives nothing but an error about itself."""
    (found,) = read(path, max_bytes=max_bytes)
    assert isinstance(found, UnreadableError), found
    assert str(path) in found.origin
    return found.reason


def from_stdin(data: bytes, *, max_bytes: int = MAX_BYTES) -> list[RawArticle | SourceError]:
    """Return all that standard input gives with these bytes."""
    return list(read_path(Path("-"), now=NOW, stdin=io.BytesIO(data), max_bytes=max_bytes))


def record(**changes: object) -> str:
    """Return an article as a line of JSON."""
    return json.dumps({"id": "ell-1", "publisher": "The Ell Courier", "text": BODY, **changes})


@pytest.mark.parametrize("name", ["ell.txt", "ell.md", "ell.TXT", "ell.markdown"])
def test_text_is_read_with_its_front_matter(write: Write, name: str) -> None:
    """A text file gives its head's fields, and the body after the head, unchanged."""
    article = one(write(name, f"{HEAD}---\n{BODY}"))
    assert article.key == "ell"
    assert article.title == "Ellbruck: who holds it?"
    assert article.publisher == "The Ell Courier"
    assert article.published == "2031-05-14T08:00:00Z"
    assert article.url is None
    assert article.body == BODY
    assert article.received_at == NOW


def test_text_without_front_matter_is_all_body(write: Write) -> None:
    """A text file needs no head; line ends stay as they are."""
    article = one(write("two.words.txt", "First line.\r\nSecond line.\r\n"))
    assert article.body == "First line.\r\nSecond line.\r\n"
    assert article.key == "two.words"
    assert article.publisher is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_say_what_they_are_are_read(write: Write, encoding: str) -> None:
    """UTF-8 with and without a mark, and UTF-16 with one, give the same text."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    text = "The bridge at Kråkö – “the last one” – stands.\n"
    assert one(write("a.txt", mark + text.encode(encoding))).body == text


def test_a_marked_text_may_have_front_matter(write: Write) -> None:
    """The byte order mark does not hide the head."""
    assert one(write("a.md", f"{HEAD}---\n{BODY}".encode("utf-8-sig"))).publisher == "The Ell Courier"


def test_page_is_handed_on_as_html(write: Write) -> None:
    """An HTML file's text is found later; its bytes are decoded as it says."""
    page = '<html><head><meta charset="windows-1252"></head><body><p>Kråkö</p></body></html>'
    article = one(write("a.html", page.encode("cp1252")))
    assert article.is_html
    assert "Kråkö" in article.body


def test_json_object_is_an_article(write: Write) -> None:
    """A .json file may hold one object, with an id of its own and any number of other keys."""
    article = one(
        write("a.json", record(title="Who holds it?", published="2031-05-14", url="https://ell.example/1", x=1))
    )
    assert (article.key, article.title, article.published) == ("ell-1", "Who holds it?", "2031-05-14")
    assert article.url == "https://ell.example/1"
    assert article.body == BODY
    assert not article.is_html


def test_json_list_is_many_articles(write: Write) -> None:
    """A bad item of a list is an error that names it, and the others are read."""
    first, second, third = read(write("a.json", f"[{record()}, {{}}, {record(id=None)}]"))
    assert isinstance(first, RawArticle)
    assert isinstance(second, SourceError)
    assert "item 2" in second.origin
    assert isinstance(third, RawArticle)
    assert third.key == "a-3"


def test_json_object_may_hold_html(write: Write) -> None:
    """`html` is taken where there is no `text`."""
    article = one(write("a.json", json.dumps({"id": 7, "html": "<p>Ellbruck</p>"})))
    assert article.is_html
    assert article.key == "7"


def test_json_lines_are_articles(write: Write) -> None:
    """Each line is one article; blank lines are none; the line's number stands in for an id."""
    first, second = read(write("a.jsonl", f"{record()}\n\n{record(id=None)}"))
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert first.key == "ell-1"
    assert second.key == "a-3"
    assert second.origin.endswith("a.jsonl:3")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        pytest.param('{"id": "x", "text": "cut he', "cut short", id="cut in half"),
        pytest.param('{"id": "x" "text": "a"}', "no valid JSON", id="no comma"),
        pytest.param("[1, 2]", "JSON object", id="a list"),
        pytest.param('"text"', "JSON object", id="a text"),
        pytest.param('{"id": "x"}', 'no "text"', id="no text"),
        pytest.param('{"id": "x", "text": ""}', "empty", id="empty text"),
        pytest.param('{"id": "x", "text": 5}', '"text" has to be a text, and is a number', id="a number for a text"),
        pytest.param('{"id": [1], "text": "a"}', '"id" has to be', id="a list for an id"),
        pytest.param('{"text": "a", "published": 2031}', '"published" has to be a text', id="a number for a date"),
        pytest.param("[" * 100_000, "JSON", id="nested too deep"),
        pytest.param('{"id": 1' + "1" * 5000 + ', "text": "a"}', "JSON", id="too many digits"),
    ],
)
def test_bad_json_line_loses_no_other(write: Write, bad: str, reason: str) -> None:
    """A bad line is an error with file, line and reason; the lines around it are read."""
    path = write("a.jsonl", f"{record()}\n{bad}\n{record(id='ell-3')}\n")
    first, second, third = read(path)
    assert isinstance(first, RawArticle)
    assert isinstance(second, UnreadableError)
    assert second.origin.startswith(str(path))
    assert reason in second.reason
    assert isinstance(third, RawArticle)
    assert third.key == "ell-3"


def test_bad_json_line_is_named_by_its_number(write: Write) -> None:
    """The error of a broken line has the number of the line in the file."""
    _, second = read(write("a.jsonl", f"{record()}\n{{"))
    assert isinstance(second, SourceError)
    assert second.origin.endswith("a.jsonl:2")


def test_json_lines_with_a_wrong_byte_lose_one_line(write: Write) -> None:
    """A line in another encoding does not lose the others."""
    first, second = read(write("a.jsonl", b'{"text": "Kr\xe5k\xf6"}\n' + record().encode()))
    assert isinstance(first, UnreadableError)
    assert "not UTF-8" in first.reason
    assert isinstance(second, RawArticle)


def test_json_lines_in_utf_16_are_read(write: Write) -> None:
    """JSON Lines with UTF-16's mark are lines too."""
    assert len([a for a in read(write("a.jsonl", f"{record()}\n{record()}\n".encode("utf-16"))) if a]) == 2


def test_what_no_database_can_hold_is_replaced_one_for_one(write: Write) -> None:
    """Half a surrogate pair and a zero character in JSON become U+FFFD, and the length stays."""
    assert one(write("a.json", '{"text": "a\\ud83d b\\u0000c"}')).body == "a� b�c"


def test_json_lines_under_another_name_are_read(write: Write) -> None:
    """A .json file with one object a line is read as what it is."""
    assert len(read(write("a.json", f"{record()}\n{record(id='b')}\n"))) == 2


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.json.gz", "a.html.gz"])
def test_gzip_is_unpacked(write: Write, name: str) -> None:
    """Every format may be compressed; the key is the inner file's stem."""
    content = record(id=None) if "json" in name else BODY
    assert one(write(name, gzip.compress(content.encode()))).key in {"a", "a-1"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.txt", b"", "empty", id="empty"),
        pytest.param("a.jsonl", b"\n\n", "blank lines", id="blank lines"),
        pytest.param("a.json", b"[]", "empty", id="empty list"),
        pytest.param("a.json", b'{\n"text": "cut', "cut short", id="json cut in half"),
        pytest.param("a.txt", b"\x00\x01\x02", "binary", id="binary"),
        pytest.param("a.txt", b"%PDF-1.7 \xff", "PDF", id="pdf"),
        pytest.param("a.txt", gzip.compress(b"text"), "gz", id="gzip under another name"),
        pytest.param("a.md", "Kråkö".encode("latin-1"), "byte 0xE5 at offset 2 (line 1)", id="latin-1"),
        pytest.param("a.txt", b"\xef\xbb\xbfKr\xe5k", "offset 5", id="offset behind a mark"),
        pytest.param("a.txt", b"\xff\xfea\x00b", "not UTF-16", id="odd utf-16"),
        pytest.param("a.pdf", b"text", "'.pdf' says nothing", id="unknown ending"),
        pytest.param("a", b"text", "known are .txt", id="no ending"),
        pytest.param("a.md", b"---\ntitle: x\n\ntext", "never closed", id="unclosed front matter"),
        pytest.param("a.md", b"---\ntitle: [x\n---\ntext", "no valid YAML", id="broken yaml"),
        pytest.param("a.md", b"---\ntitle: a: b\n---\ntext", "quotation marks", id="colon in a value"),
        pytest.param("a.md", b"---\njust words\n---\ntext", "key: value", id="no mapping"),
        pytest.param("a.md", b"---\ntitle: [a, b]\n---\ntext", '"title"', id="a list for a title"),
        pytest.param("a.md", b"---\nx: " + b"[" * 5000 + b"\n---\ntext", "no valid YAML", id="nested yaml"),
        pytest.param("a.txt.gz", gzip.compress(b"text")[:-9], "cut short", id="gzip cut"),
        pytest.param("a.txt.gz", b"text", "damaged", id="no gzip"),
        pytest.param("a.jsonl.gz", b"text", "damaged", id="no gzip of lines"),
    ],
)
def test_bad_input_is_a_clear_error(write: Write, name: str, content: bytes, reason: str) -> None:
    """What cannot be read is one error that names the file and the reason."""
    assert reason in error(write(name, content))


def test_broken_yaml_is_named_with_its_line(write: Write) -> None:
    """The line of a YAML error counts from the file's first line."""
    (found,) = read(write("a.md", "---\ntitle: x\nurl: 'y\n---\ntext"))
    assert isinstance(found, SourceError)
    assert found.origin.partition("a.md:")[2] in {"3", "4"}


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    """A path to nothing says so."""
    assert "no such file" in error(tmp_path / "none.txt")


def test_closed_file_is_an_error(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says about permissions is put into plain words."""
    path = write("a.txt", BODY)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permissions" in error(path)


def test_pipe_is_refused(tmp_path: Path) -> None:
    """A named pipe without a writer is not waited for."""
    os.mkfifo(tmp_path / "a.txt")
    assert "no regular file" in error(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.html", "a.jsonl"])
def test_size_limit_is_named(write: Write, name: str) -> None:
    """One article over the limit is refused, with the limit and how to raise it."""
    reason = error(write(name, record(text="A word. " * 300)), max_bytes=1000)
    assert "1 kB" in reason
    assert "CLAIMWATCH_INTAKE__MAX_BYTES" in reason


def test_twenty_megabytes_of_text_are_refused_by_default(write: Write) -> None:
    """The limit is 10 MB unless the settings say otherwise."""
    path = write("a.txt", b"All quiet on the Ell. " * 1_000_000)
    assert "10 MB" in error(path)
    assert len(one(path, max_bytes=30_000_000).body) == 22_000_000


def test_file_at_the_limit_is_read(write: Write) -> None:
    """The limit itself is allowed."""
    assert one(write("a.txt", b"a" * 1000), max_bytes=1000).body == "a" * 1000


def test_json_lines_may_be_more_than_one_article_may(write: Write) -> None:
    """The limit is for one line, and a line over it loses no other."""
    lines = [record(id=f"e{n}") for n in range(40)]
    lines.insert(20, record(text="A word. " * 300))
    found = read(write("a.jsonl", "\n".join(lines)), max_bytes=1000)
    assert [n for n, article in enumerate(found) if isinstance(article, SourceError)] == [20]
    assert len(found) == 41


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.jsonl.gz", "bomb.json.gz"])
def test_bomb_is_not_unfolded(write: Write, name: str) -> None:
    """Compressed data that unfold beyond the limit are refused."""
    assert "larger than 1 MB" in error(write(name, gzip.compress(b"0" * 50_000_000)), max_bytes=1_000_000)


def test_folder_is_read_in_order(write: Write, tmp_path: Path) -> None:
    """A folder gives its articles sorted, with those of subfolders, and an error for each bad file."""
    write("b.txt", BODY)
    write("a.md", BODY)
    write("c.pdf", "x")
    write("sub/d.txt", BODY)
    for passed_over in (".hidden.txt", "e.txt~", "f.txt.part", "g.tmp", "README.md", ".git/h.txt", "LICENSE"):
        write(passed_over, BODY)
    found = read(tmp_path)
    assert [Path(item.origin).name for item in found] == ["a.md", "b.txt", "c.pdf", "d.txt"]
    assert isinstance(found[2], SourceError)


def test_readme_can_be_read_by_its_name(write: Write) -> None:
    """What a folder passes over is read when it is named itself."""
    assert one(write("README.md", BODY)).body == BODY


def test_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    """An empty folder says so."""
    assert "no articles" in error(tmp_path)


def test_standard_input_may_be_text() -> None:
    """Text with front matter is read from standard input, blank lines before it kept."""
    (article,) = from_stdin(f"{HEAD}---\n{BODY}".encode())
    assert isinstance(article, RawArticle)
    assert (article.key, article.publisher, article.body) == ("stdin", "The Ell Courier", BODY)
    (article,) = from_stdin(b"\n\n[Ellbruck] Norland said so.\n{ }\n")
    assert isinstance(article, RawArticle)
    assert article.body == "\n\n[Ellbruck] Norland said so.\n{ }\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"\n{record()}\n{record(id='b')}\n".encode(), id="lines"),
        pytest.param(f"[{record()}, {record(id='b')}]".encode(), id="list"),
        pytest.param(f"{record()}\n{record(id='b')}\n".encode("utf-8-sig"), id="lines with a mark"),
        pytest.param(f"{record()}\n{record(id='b')}\n".encode("utf-16"), id="lines in UTF-16"),
        pytest.param(json.dumps([json.loads(record()), json.loads(record(id="b"))], indent=1).encode(), id="indented"),
    ],
)
def test_standard_input_may_be_json(data: bytes) -> None:
    """JSON and JSON Lines are known by their beginning."""
    assert [item.key for item in from_stdin(data) if isinstance(item, RawArticle)] == ["ell-1", "b"]


def test_standard_input_keeps_whole_lines_after_a_broken_first_one() -> None:
    """A first line that is cut in half does not make the rest a text."""
    first, second = from_stdin(f'{{"id": "x", "te\n{record()}\n'.encode())
    assert isinstance(first, SourceError)
    assert first.origin == "standard input:1"
    assert isinstance(second, RawArticle)
    assert second.key == "ell-1"


def test_standard_input_numbers_lines_from_its_first() -> None:
    """Blank lines before the first object count."""
    _, second = from_stdin(f"\n{record()}\n{{\n".encode())
    assert isinstance(second, SourceError)
    assert second.origin == "standard input:3"


def test_standard_input_may_be_a_page() -> None:
    """HTML is known by its first tag."""
    (article,) = from_stdin(b"<!DOCTYPE html><p>Ellbruck</p>")
    assert isinstance(article, RawArticle)
    assert article.is_html


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\n \n", "", id="blank"),
        pytest.param(b"a" * 2000, "larger than 1 kB", id="too large"),
        pytest.param(b"line.\n" * 2000, "larger than 1 kB", id="too many lines"),
        pytest.param("line.\n".encode("utf-16") * 2000, "larger than 1 kB", id="too much UTF-16"),
    ],
)
def test_bad_standard_input_is_an_error(data: bytes, reason: str) -> None:
    """What standard input lacks is said as for a file."""
    (found,) = from_stdin(data, max_bytes=1000)
    if reason:
        assert isinstance(found, SourceError)
        assert reason in found.reason
