"""`suasion record` as a user meets it."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from suasion.cli.main import app
from suasion.evidence.record import cases, rate


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["record", *words])


def test_the_list_fits_a_terminal_and_has_every_case() -> None:
    done = run("list")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert {one.id for one in cases()} <= {line.split()[0] for line in lines}


def test_the_list_has_the_same_rows_in_every_form() -> None:
    rows = json.loads(run("list", "--format", "json").stdout)
    table = list(csv.DictReader(io.StringIO(run("list", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [row["id"] for row in table]
    assert len(rows) == len(cases())


def test_a_case_is_shown_with_the_source_of_each_value() -> None:
    done = run("show", "dual-alliance-1879")
    assert done.exit_code == 0
    assert "ATOP 4.01, alliance 1335" in done.stdout
    assert "BerkemeierFuhrmann2018" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", ["us-rok-1953", "kuwait-1990", "uk-poland-1939"])
def test_every_sort_of_case_is_shown(name: str) -> None:
    assert run("show", name).exit_code == 0
    assert json.loads(run("show", name, "--format", "json").stdout)["id"] == name


def test_a_filter_keeps_what_fits() -> None:
    words = ("--from", "1945", "--to", "1991", "--bilateral", "--nuclear", "--format", "json")
    rows = json.loads(run("filter", *words).stdout)
    assert rows
    assert all(1945 <= row["year"] <= 1991 and row["nuclear"] for row in rows)
    assert {row["sides"] for row in rows} == {"bilateral"}


def test_rates_are_those_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUASION_DATA", raising=False)
    shown = json.loads(run("rates", "--format", "json").stdout)
    found = rate("attacked")
    first = shown["rates"][0]
    assert (first["events"], first["n"]) == (len(found.events), found.n)
    assert first["counted"] == list(found.counted)
    assert shown["published"] == []
    table = run("rates")
    assert f"{len(found.events)} of {found.n}" in table.stdout
    assert max(map(len, table.stdout.splitlines())) <= 80


def test_published_rates_appear_where_the_data_are(
    monkeypatch: pytest.MonkeyPatch, record_folder: Path
) -> None:
    monkeypatch.setenv("SUASION_DATA", str(record_folder))
    assert "12 of 54" in run("rates").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "dual-aliance-1879"), "Did you mean dual-alliance-1879"),
        (("filter", "--type", "treaty"), "'defence'"),
        (("rates", "--from", "1990", "--to", "1980"), "1990 to 1980 is empty"),
        (("rates", "--from", "1700"), "1815"),
        (("list", "--format", "xml"), "'table', 'json', 'csv'"),
    ],
)
def test_bad_input_is_told_with_exit_code_2(words: tuple[str, ...], message: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert message in done.output.replace("\n", " ")
    assert "Traceback" not in done.output


@pytest.mark.parametrize("command", ["list", "show", "filter", "rates"])
def test_every_command_has_examples(command: str) -> None:
    assert f"suasion record {command}" in run(command, "--help").stdout
