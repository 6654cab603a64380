from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.model.errors import ConfigurationError
from config.load import load_settings, setting_names, variable_name
from config.schema import Settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def write(content: str | bytes, name: str = "claimwatch.toml") -> Path:
    """Write a settings file into the working directory."""
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_nothing_set_is_the_defaults() -> None:
    """Without a file and variables every setting has its default."""
    settings = load_settings(None, {})
    assert settings == Settings()
    assert settings.database.url == "data/claimwatch.db"
    assert settings.inbox.folder == Path("inbox")
    assert settings.samples.read
    assert settings.intake.max_bytes == 10_000_000
    assert settings.sources.allow_networks == ()
    assert settings.discord.token is None


def test_file_of_the_working_directory_is_read() -> None:
    """`claimwatch.toml` in the working directory needs no naming."""
    write('[database]\nurl = "ell.db"\n[log]\njson = true\n')
    settings = load_settings(None, {})
    assert settings.database.url == "ell.db"
    assert settings.log.as_json


def test_named_file_is_read_instead() -> None:
    """A file that is named is read, and not the one in the working directory."""
    write('[database]\nurl = "ell.db"\n')
    settings = load_settings(write('[inbox]\nfolder = "drop"\n', "other.toml"), {})
    assert settings.inbox.folder == Path("drop")
    assert settings.database.url == "data/claimwatch.db"


def test_file_with_a_mark_is_read() -> None:
    """A byte order mark, as some editors write it, is no obstacle."""
    write(b'\xef\xbb\xbf[database]\nurl = "ell.db"\n')
    assert load_settings(None, {}).database.url == "ell.db"


def test_environment_wins() -> None:
    """A variable wins over the file, and the file's other settings stay."""
    write('[web]\nlisten = "127.0.0.1:1"\ntoken = "from the file"\n')
    settings = load_settings(None, {"CLAIMWATCH_WEB__LISTEN": "127.0.0.1:2", "HOME": "/", "CLAIMWATCHER__X": "y"})
    assert settings.web.listen == "127.0.0.1:2"
    assert settings.web.token is not None
    assert settings.web.token.get_secret_value() == "from the file"


def test_empty_variable_is_not_set() -> None:
    """A variable that is empty, as container files leave it, does not hide the file."""
    write('[web]\nlisten = "127.0.0.1:1"\n')
    settings = load_settings(None, {"CLAIMWATCH_WEB__LISTEN": "", "CLAIMWATCH_LOG__LEVEL": " "})
    assert settings.web.listen == "127.0.0.1:1"
    assert settings.log.level == "info"


def test_every_setting_has_a_variable() -> None:
    """Each setting can be set from the environment, under its file's name in capitals."""
    examples = {
        "file": str(Path(__file__).parents[2] / "config" / "sources.toml"),
        "allow_networks": "10.0.0.0/8",
        "listen": "[::1]:1",
        "level": "error",
        "api_base": "http://h/",
        "urls": "http://h/",
        "operators": "discord:42",
        "transport": "http",
    }
    numbers = {
        "max_bytes": "5",
        "keep_text_days": "5",
        "keep_items_days": "5",
        "vacuum_days": "5",
        "backup_hours": "5",
        "backups_kept": "5",
        "most_waiting": "5",
        "seconds_per_article": "5",
        "megabytes_per_worker": "555",
        "seconds_per_page": "5",
        "megabytes_per_page": "555",
        "every_seconds": "5",
        "longest_seconds": "5",
        "first_days": "5",
        "changed_seconds": "5",
        "tell_after": "3",
        "requests_per_host": "5",
        "seconds_between": "5",
        "keep_days": "5",
        "group_seconds": "5",
        "digest_wait_hours": "5",
    }
    for section, key in setting_names():
        value = {**examples, **numbers, "json": "1", "read": "0", "robots": "0"}.get(key, "text")
        assert load_settings(None, {variable_name(section, key): value}) != Settings()


@pytest.mark.parametrize(
    "name",
    [
        "CLAIMWATCH_DATABASE__URL",
        "CLAIMWATCH_DISCORD__TOKEN",
        "CLAIMWATCH_DISCORD__API_BASE",
        "CLAIMWATCH_SLACK__BOT_TOKEN",
        "CLAIMWATCH_SLACK__APP_TOKEN",
        "CLAIMWATCH_SLACK__SIGNING_SECRET",
        "CLAIMWATCH_SLACK__API_BASE",
        "CLAIMWATCH_WEB__LISTEN",
        "CLAIMWATCH_WEB__TOKEN",
        "CLAIMWATCH_SOURCES__ALLOW_NETWORKS",
    ],
)
def test_names_that_are_promised(name: str) -> None:
    """These names are the program's promise and do not change."""
    assert name in {variable_name(*setting) for setting in setting_names()}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("[database]\nurll = 'x'", r"database\.urll is no setting; did you mean url\?", id="near key"),
        pytest.param("[database]\nx = 1\ny = 2", r"database\.x .* has url; database\.y", id="far keys, all of them"),
        pytest.param("[databse]\nurl = 'x'", r"databse is no setting; did you mean \[database\]\?", id="near section"),
        pytest.param("[colours]\nred = 1", r"colours is no setting$", id="far section"),
        pytest.param("url = 'x'", r"url is no setting; did you mean database\.url\?", id="key without its section"),
        pytest.param("database = 'x'", r"database has to be a section, written \[database\]", id="no section"),
        pytest.param("[database", r"no valid TOML: .*", id="broken"),
        pytest.param("[database]\nurl = x", r"no valid TOML: .*line 2", id="broken in a line"),
        pytest.param("[database]\nurl = 1", r"database\.url has to be a valid string", id="wrong type"),
        pytest.param("[intake]\nmax_bytes = -1", r"intake\.max_bytes has to be greater than 0", id="out of range"),
        pytest.param("[log]\nas_json = true", r"log\.as_json is no setting", id="a name from the inside"),
        pytest.param(b"[database]\nurl = '\xe5'", r"not UTF-8 \(byte offset 18\)", id="another encoding"),
    ],
)
def test_file_errors_name_file_key_and_reason(content: str | bytes, reason: str) -> None:
    """What is wrong in the file is said with its name, the key, the reason, and what may be meant."""
    write(content)
    with pytest.raises(ConfigurationError, match=reason) as caught:
        load_settings(None, {})
    assert caught.value.where == "claimwatch.toml"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        pytest.param("CLAIMWATCH_DATABSE__URL", "x", "did you mean CLAIMWATCH_DATABASE__URL", id="misspelt"),
        pytest.param(
            "CLAIMWATCH_DATABASE_URL", "x", "CLAIMWATCH_DATABASE__URL, with two underscores", id="one underscore"
        ),
        pytest.param("CLAIMWATCH_SLACK_BOT_TOKEN", "x", "CLAIMWATCH_SLACK__BOT_TOKEN, with two", id="one of three"),
        pytest.param("CLAIMWATCH_A__B", "x", "is no setting$", id="unlike any"),
        pytest.param("CLAIMWATCH_LOG__LEVEL", "loud", r"\(log\.level\) has to be 'debug', 'info'", id="wrong word"),
        pytest.param("CLAIMWATCH_LOG__JSON", "perhaps", r"\(log\.json\) has to be a valid boolean", id="no boolean"),
        pytest.param("CLAIMWATCH_WEB__LISTEN", "8080", r"host:port", id="no host"),
        pytest.param("CLAIMWATCH_SOURCES__ALLOW_NETWORKS", "10.0.0.0/8,lan", r"'lan' does not appear", id="no network"),
    ],
)
def test_environment_errors_name_the_variable(name: str, value: str, reason: str) -> None:
    """What is wrong in the environment is said with the variable's name."""
    with pytest.raises(ConfigurationError, match=reason) as caught:
        load_settings(None, {name: value})
    assert caught.value.where == name


@pytest.mark.parametrize(
    "name", ["CLAIMWATCH_PORT", "CLAIMWATCH_SERVICE_HOST", "CLAIMWATCH_PORT_80_TCP", "CLAIMWATCH_"]
)
def test_variables_of_container_systems_are_not_ours(name: str) -> None:
    """A service called claimwatch brings such names into the environment; they are no misspelt settings."""
    assert load_settings(None, {name: "tcp://10.0.0.1:80"}) == Settings()


def test_all_problems_are_said_at_once() -> None:
    """Problems of the file and of variables come together, each with its place."""
    write("[intake]\nmax_bytes = -1\n")
    with pytest.raises(ConfigurationError, match=r"intake\.max_bytes .*; CLAIMWATCH_LOG__LEVEL: \(log\.level\)"):
        load_settings(None, {"CLAIMWATCH_LOG__LEVEL": "loud"})


def test_errors_do_not_show_secrets() -> None:
    """A secret of the wrong type is not repeated."""
    write("[discord]\ntoken = 123456789\napi_base = 'hush'\n")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(None, {})
    assert "123456789" not in str(caught.value)
    assert "discord.token" in str(caught.value)


def test_named_file_has_to_be_there() -> None:
    """A file that is named and is not there is an error."""
    with pytest.raises(ConfigurationError, match=r"none\.toml: there is no such file"):
        load_settings(Path("none.toml"), {})


def test_folder_for_a_file_is_an_error(tmp_path: Path) -> None:
    """What cannot be read says why."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path, {})


def test_loading_is_quick_to_import() -> None:
    """Settings are read at every start: nothing heavy comes with them."""
    code = "import sys, config.load; print(*{'pydantic_settings', 'spacy', 'aiohttp', 'sqlalchemy'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)  # noqa: S603
    assert done.stdout.split() == []
