from __future__ import annotations

from pathlib import Path

import pytest

from bot.sources.folders import article_files, is_article_name


@pytest.mark.parametrize(
    "name", ["a.txt", "a", "part.txt", "tmp.md", "a.tmp.txt", "readmeagain.md", "noticed.txt", "a~b.txt"]
)
def test_names_of_articles(name: str) -> None:
    """Any name may be an article's, whatever its ending."""
    assert is_article_name(name)


@pytest.mark.parametrize(
    "name",
    [
        ".a.txt",
        "~a.docx",
        "a.txt~",
        "a.tmp",
        "a.txt.PART",
        "a.crdownload",
        ".DS_Store",
        "README.md",
        "readme",
        "LICENSE",
    ],
)
def test_names_of_other_things(name: str) -> None:
    """Hidden, unfinished and README-like files are none."""
    assert not is_article_name(name)


def test_files_come_sorted_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    """Files of a folder come before its subfolders', each sorted; a link back up makes no circle."""
    for name in ("b.txt", "a.txt", "z/c.txt", "y/d.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "y" / "up").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    found = [str(file.relative_to(tmp_path)) for file in article_files(tmp_path)]
    assert found == ["a.txt", "b.txt", "link.txt", "y/d.txt", "z/c.txt"]


def test_folder_that_is_gone_has_no_files(tmp_path: Path) -> None:
    """A folder may go between two looks."""
    assert list(article_files(tmp_path / "gone")) == []
