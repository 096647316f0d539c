"""`suasion data`: what comes is checked or refused whole. A small registry and a server of ours."""

import csv
import hashlib
import io
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.evidence.data import registry as registry_module
from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.fetching import fetch
from suasion.evidence.data.registry import data_set

ORIGINAL = b'"state","count"\r\n"A",1\r\n"B","2.50"\r\n'
REWRITTEN = b"state,count\nA,1.0\nB,2.5\n"
STONE = bytes(range(256)) * 300
REGISTRY = """
[publisher.us]
name = "Us"
address = ""

[set.numbers]
file = "small/numbers of ours.csv"
title = "Numbers"
unit = "one state"
publisher = "us"
version = "1"
rows = 2
bytes = {numbers_bytes}
sha256 = "{numbers}"
terms = "MIT"
licence = "MIT"
citation = "Us (2026)"
origin = "our head"
how = "rewritten"
made = "CSV read and written again"
address = "{server}/numbers.csv"

[set.stone]
file = "large/stone.parquet"
title = "A stone"
unit = "one byte"
publisher = "us"
version = "1"
years = [1816, 2010]
rows = 1
bytes = {stone_bytes}
sha256 = "{stone}"
terms = "cite"
licence = "not stated"
citation = "Us (2026)"
origin = "the quarry"
how = "mirror-only"
made = "a rock written as Parquet"
"""


class Server:
    """A server on this machine that answers what it is told to."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, bytes, int]] = {}
        self.asked: list[str] = []
        answers, asked = self.answers, self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                status, body, length = answers.get(self.path, (404, b"", 0))
                self.send_response(status)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def gives(self, path: str, body: bytes, *, length: int | None = None) -> None:
        self.answers[path] = (200, body, len(body) if length is None else length)

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUASION_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SUASION_DATA", raising=False)
    return tmp_path / "cache/data"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def small(
    tmp_path: Path, server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A registry of two data sets, and an empty cache."""
    text = REGISTRY.format(
        numbers=digest(REWRITTEN),
        numbers_bytes=len(REWRITTEN),
        stone=digest(STONE),
        stone_bytes=len(STONE),
        server=server.address,
    )
    file = tmp_path / "registry.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(registry_module, "REGISTRY", file)
    registry_module.registry.cache_clear()
    yield
    registry_module.registry.cache_clear()


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror"
    for name, content in (("small/numbers of ours.csv", REWRITTEN), ("large/stone.parquet", STONE)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(content)
    return folder


def suasion(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["data", *arguments])


def refused(*arguments: str) -> str:
    """What is said when the command is refused."""
    result = suasion(*arguments)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.output


def left_behind(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.usefixtures("small")
class TestFetch:
    def test_the_publishers_file_is_rewritten_and_kept(self, server: Server, cache: Path) -> None:
        server.gives("/numbers.csv", ORIGINAL)
        result = suasion("fetch", "numbers")
        assert result.exit_code == 0, result.output
        file = cache / "small/numbers of ours.csv"
        assert file.read_bytes() == REWRITTEN
        assert str(file) in result.output
        assert left_behind(cache) == ["small/numbers of ours.csv"]

    def test_what_is_here_is_not_asked_for_again(self, server: Server, cache: Path) -> None:
        server.gives("/numbers.csv", ORIGINAL)
        suasion("fetch", "numbers")
        assert "here already" in suasion("fetch", "numbers").output
        assert server.asked == ["/numbers.csv"]
        (cache / "small/numbers of ours.csv").write_bytes(b"damaged")
        assert suasion("fetch", "numbers").exit_code == 0
        assert (cache / "small/numbers of ours.csv").read_bytes() == REWRITTEN

    def test_progress_goes_up_to_the_whole(self, server: Server) -> None:
        server.gives("/mirror/large/stone.parquet", STONE)
        told: list[tuple[int, int]] = []
        fetch(
            data_set("stone"),
            source=f"{server.address}/mirror/",
            report=lambda done, total: told.append((done, total)),
        )
        assert told[-1] == (len(STONE), len(STONE))
        assert all(0 < done <= total for done, total in told)

    def test_a_mirror_may_be_a_folder_or_an_address(
        self, server: Server, cache: Path, mirror: Path
    ) -> None:
        server.gives("/small/numbers%20of%20ours.csv", REWRITTEN)
        assert suasion("fetch", "numbers", "--from", server.address).exit_code == 0
        assert suasion("fetch", "stone", "--from", str(mirror)).exit_code == 0
        assert left_behind(cache) == ["large/stone.parquet", "small/numbers of ours.csv"]
        assert (cache / "large/stone.parquet").read_bytes() == STONE

    def test_all_says_what_only_a_mirror_has(self, server: Server, mirror: Path) -> None:
        server.gives("/numbers.csv", ORIGINAL)
        result = suasion("fetch", "--all")
        assert result.exit_code == 0
        assert "1 more are read from a mirror only" in result.output
        result = suasion("fetch", "--all", "--from", str(mirror))
        assert result.exit_code == 0
        assert "more are read" not in result.output

    def test_a_mirror_only_set_says_why_and_what_to_do(self, cache: Path) -> None:
        said = refused("fetch", "stone")
        assert "stone can only be read from a mirror" in said
        assert "a conversion (a rock written as Parquet) of the quarry" in said
        assert "--from" in said
        assert not left_behind(cache)

    @pytest.mark.parametrize("body", [b"", b"state,count\nA,1\n", b"<html>no</html>", b"\xff\xfe"])
    def test_another_content_is_refused_whole(
        self, server: Server, cache: Path, body: bytes
    ) -> None:
        server.gives("/numbers.csv", body)
        said = refused("fetch", "numbers")
        assert "checksum" in said or "gave no readable CSV" in said
        assert not left_behind(cache)

    def test_a_wrong_file_of_a_mirror_is_refused_whole(self, cache: Path, mirror: Path) -> None:
        (mirror / "large/stone.parquet").write_bytes(STONE[:-1])
        assert "is not that of stone" in refused("fetch", "stone", "--from", str(mirror))
        assert not left_behind(cache)

    def test_a_good_file_survives_a_bad_one(self, server: Server, cache: Path) -> None:
        server.gives("/numbers.csv", ORIGINAL)
        said = refused("fetch", "stone", "numbers")
        assert "stone can only be read from a mirror" in said
        assert left_behind(cache) == ["small/numbers of ours.csv"]

    def test_a_download_that_breaks_off_leaves_nothing(self, server: Server, cache: Path) -> None:
        server.gives("/large/stone.parquet", STONE[:1000], length=len(STONE))
        said = refused("fetch", "stone", "--from", server.address)
        assert "cannot be downloaded" in said or "checksum" in said
        assert not left_behind(cache)

    def test_an_absent_page_is_told_with_its_status(self, cache: Path) -> None:
        assert "the host answers 404" in refused("fetch", "numbers")
        assert not left_behind(cache)

    def test_no_network_is_one_line(self, cache: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}"
        said = refused("fetch", "stone", "--from", address)
        assert "the host cannot be reached" in said
        assert len(said.strip().splitlines()) == 1
        assert not left_behind(cache)

    def test_an_impossible_address_is_refused(self) -> None:
        assert "cannot be downloaded" in refused("fetch", "stone", "--from", "http://[")

    def test_a_folder_without_the_file_is_refused(self, tmp_path: Path) -> None:
        said = refused("fetch", "stone", "--from", str(tmp_path / "nowhere"))
        assert "has no large/stone.parquet" in said

    def test_a_cache_that_cannot_be_written_is_refused(self, cache: Path, mirror: Path) -> None:
        cache.parent.mkdir()
        cache.write_text("in the way", encoding="utf-8")
        said = refused("fetch", "stone", "--from", str(mirror))
        assert "cannot be written" in said
        assert "SUASION_CACHE" in said

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "no data set is named"),
            (("--all", "stone"), "Give --all or ids, not both"),
            (("stones",), "no data set is called 'stones'. Did you mean stone?"),
        ],
    )
    def test_an_unclear_wish_is_refused(self, arguments: tuple[str, ...], message: str) -> None:
        assert message in refused("fetch", *arguments)


@pytest.mark.usefixtures("small")
class TestPlaces:
    def test_the_mirror_comes_before_the_cache(
        self, cache: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        suasion("fetch", "stone", "--from", str(mirror))
        assert suasion("path", "stone").output.strip() == str(cache / "large/stone.parquet")
        monkeypatch.setenv("SUASION_DATA", str(mirror))
        assert suasion("path", "stone").output.strip() == str(mirror / "large/stone.parquet")

    def test_an_absent_file_has_no_path(self, cache: Path) -> None:
        said = refused("path", "numbers")
        assert f"is not in {cache}" in said
        assert "suasion data fetch numbers" in said

    def test_a_mirror_that_is_no_folder_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SUASION_DATA", str(tmp_path / "none"))
        for arguments in (("list",), ("path", "stone"), ("verify",), ("fetch", "stone")):
            assert "which is no folder" in refused(*arguments)

    def test_verify_finds_the_damaged_file(
        self, mirror: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SUASION_DATA", str(mirror))
        assert "2 of 2 present, every checksum as registered" in suasion("verify").output
        stone = mirror / "large/stone.parquet"
        stone.write_bytes(b"x" + STONE[1:])
        said = refused("verify")
        assert f"{stone}: checksum" in said
        assert "numbers" not in said
        assert "1 of 1 present" in suasion("verify", "numbers").output
        stone.unlink()
        assert "1 of 2 present, every checksum as registered; 1 absent" in suasion("verify").output
        assert "stone.parquet) is not in" in refused("verify", "stone")

    def test_nothing_to_verify_is_said(self) -> None:
        assert "no data set is here" in refused("verify")


@pytest.mark.usefixtures("cache")
class TestList:
    def test_the_list_fits_a_terminal_and_is_grouped(self) -> None:
        result = suasion("list")
        assert result.exit_code == 0
        lines = result.output.splitlines()
        # The two lines with folders are as long as the folders' names.
        assert all(len(line) <= 80 for line in lines if not line.startswith(("mirror:", "cache:")))
        for one in registry_module.registry().values():
            assert lines.index(one.folder) < next(
                row for row, line in enumerate(lines) if line.split()[:1] == [one.id]
            )
        assert len([line for line in lines if line.endswith("  mirror")]) > 80
        assert [line.split()[0] for line in lines if line.endswith("  fetch")] == [
            one.id for one in registry_module.registry().values() if one.how == "rewritten"
        ]

    def test_what_is_here_is_marked(self, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SUASION_DATA", str(mirror))
        (mirror / "leaders").mkdir()
        (mirror / data_set("reign").file).write_bytes(b"any")
        output = suasion("list").output
        assert "; 1 present" in output
        assert next(line for line in output.splitlines() if " reign " in line).endswith("present")

    def test_one_data_set_is_shown_in_full(self) -> None:
        output = suasion("list", "huth-cases").output
        flat = " ".join(output.split())
        one = data_set("huth-cases")
        for text in (one.title, one.unit, one.licence, one.sha256, one.origin, one.loader):
            assert " ".join(text.split()) in flat
        assert "1885 to 1983" in flat

    def test_other_forms_are_whole(self) -> None:
        records = json.loads(suasion("list", "--format", "json").output)
        assert [one["id"] for one in records] == list(registry_module.registry())
        assert records[0]["years"] == [1815, 2016]
        rows = list(csv.DictReader(io.StringIO(suasion("list", "--format", "csv").output)))
        assert [one["sha256"] for one in rows] == [one["sha256"] for one in records]
        assert rows[0]["years"] == "1815-2016"

    def test_the_list_loads_no_table_library(self) -> None:
        script = (
            "import sys; from suasion.cli import data; data.show(None, 'table')\n"
            "print(*sorted({'pandas', 'pooch', 'pyarrow', 'numpy'} & set(sys.modules)), 'loaded')"
        )
        result = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, text=True
        )
        assert result.stdout.splitlines()[-1].strip() == "loaded"


def test_a_stranger_is_told_before_anything_is_asked(cache: Path) -> None:
    with pytest.raises(DataFault, match="no data set is called 'x'"):
        data_set("x")
    assert not cache.exists()
