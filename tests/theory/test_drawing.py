"""Drawings of games: well-formed, complete, legible, the same for the same game."""

import re
import xml.etree.ElementTree as ET

import pytest

from suasion.errors import InputError, UnknownName
from suasion.theory.tree.drawing import to_svg, to_text
from suasion.theory.tree.efg_reading import read_efg
from suasion.theory.tree.layout import columns, rows, tracks
from suasion.theory.tree.picture import cells, spaced
from suasion.theory.tree.reading import read_game
from suasion.theory.tree.svg import GREY, PALETTE, SIZE
from suasion.theory.tree.tree import CHANCE

NS = "{http://www.w3.org/2000/svg}"
SEEDS = range(60)
ODD = r"""
game: odd
title: "<b>&amp; \"quoted\" 'title' \e[31m é 漢字"
players: [a, b]
nodes:
  "start <&>": {player: a, actions: {"\"on\"<&>'": "to ]]>", "x\u0000y\uD7FF": "SQ & <i>"}}
  "to ]]>": {player: b, actions: {"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字": WAR, "\u202e": WAR}}
outcomes:
  "SQ & <i>": {payoffs: {a: 0, b: 0}}
  WAR: {payoffs: {a: 1, b: -1e-7}}
"""


def uniform(tree):
    return {i.name: {a: 1 / len(i.actions) for a in i.actions} for i in tree.information}


def texts(svg):
    """(x, y, size, anchor, text) of every label that is shown."""
    found = []
    for label in ET.fromstring(svg).iter(f"{NS}text"):
        shown = (label.text or "") + "".join(
            (child.text or "") * (child.tag == f"{NS}tspan") + (child.tail or "") for child in label
        )
        size = float(label.get("font-size", SIZE))
        place = float(label.get("x")), float(label.get("y"))
        found.append((*place, size, label.get("text-anchor"), shown))
    return found


def boxes(svg):
    """Left, right, top, bottom of every label: letters of a usual width and height."""
    for x, y, size, anchor, text in texts(svg):
        width = cells(text) * size * 0.55
        left = x - width if anchor == "end" else x
        yield left, left + width, y - 0.75 * size, y + 0.2 * size, text


def overlapping(svg):
    found = sorted(boxes(svg))
    for at, (left, right, top, bottom, text) in enumerate(found):
        for other_left, _, other_top, other_bottom, other in found[at + 1 :]:
            if other_left >= right:
                break
            if top < other_bottom and other_top < bottom and left <= other_left:
                yield text, other


def drawn(tree):
    return to_svg(tree, uniform(tree), values={})


def test_every_action_outcome_and_player_is_named(shipped_trees, random_tree):
    for tree in [*shipped_trees, *map(random_tree, SEEDS)]:
        svg = to_svg(tree, uniform(tree))
        root = ET.fromstring(svg)
        said = {"".join(label.itertext()) for label in root.iter(f"{NS}text")}
        starts = {text.rsplit(" ", 1)[0] for text in said} | said
        everything = " ".join(said)
        for node in tree.nodes:
            assert all(spaced(action) in everything for action in node.actions)
        assert {one.name for one in tree.outcomes} <= starts
        assert set(tree.players) <= starts
        letters = to_text(tree, uniform(tree))
        for node in tree.nodes:
            assert all(action in letters for action in node.actions)
        assert all(one.name in letters for one in tree.outcomes)
        assert len(letters.splitlines()) == len(tree.nodes) + 1


def test_labels_do_not_overlap(shipped_trees, random_tree):
    for tree in [*shipped_trees, *map(random_tree, SEEDS)]:
        for svg in (to_svg(tree), to_svg(tree, uniform(tree), values={})):
            assert list(overlapping(svg)) == []


def test_labels_lie_within_the_picture(shipped_trees, random_tree):
    titled = [to_svg(random_tree(seed), title="A long title " * seed) for seed in range(12)]
    for svg in [*map(drawn, shipped_trees), *map(drawn, map(random_tree, SEEDS)), *titled]:
        width, height = (float(ET.fromstring(svg).get(side)) for side in ("width", "height"))
        for left, right, top, bottom, text in boxes(svg):
            assert left >= 0, text
            assert right <= width, text
            assert top >= 0, text
            assert bottom <= height, text


def test_leaves_are_even_and_parents_in_the_middle(random_tree):
    for tree in map(random_tree, SEEDS):
        row, column = rows(tree), columns(tree)
        assert [row[at] for at in tree.terminals] == list(range(len(tree.terminals)))
        for at, node in enumerate(tree.nodes):
            if node.children:
                assert row[at] == (row[node.children[0]] + row[node.children[-1]]) / 2
                assert {column[child] for child in node.children} == {column[at] + 1}


def test_lines_of_information_sets_keep_apart(random_tree):
    for tree in map(random_tree, SEEDS):
        row, column = rows(tree), columns(tree)
        taken = {}
        for at, track in tracks(tree).items():
            members = tree.information[at].members
            place = (max(column[member] for member in members), track)
            for first, last in taken.get(place, []):
                assert row[members[0]] > last or row[members[-1]] < first
            taken.setdefault(place, []).append((row[members[0]], row[members[-1]]))


def test_information_sets_are_joined_by_dashed_lines(shipped_trees):
    for tree in shipped_trees:
        root = ET.fromstring(to_svg(tree))
        dashed = [
            path.find(f"{NS}title").text
            for path in root.iter(f"{NS}path")
            if path.find(f"{NS}title") is not None and path.get("stroke-dasharray")
        ]
        joined = [one.name for one in tree.information if len(one.members) > 1]
        assert sorted(dashed) == sorted(joined)


def test_probabilities_show_as_numbers_and_as_width(documented_text):
    tree = read_game(documented_text, "documented.yaml")
    strategies = {"start": {"wait": 0.25, "attack": 0.75}, "reply": {"concede": 0.0421}}
    svg = to_svg(tree, strategies)
    shown = [text for *_, text in texts(svg)]
    assert shown.count("wait0.25") == shown.count("attack0.75") == 2
    assert shown.count("concede0.042") == 2
    assert shown.count("resist") == 2
    assert "hardp" in shown
    widths = {float(w) for w in re.findall(r'stroke-width="([\d.]+)" stroke-opacity', svg)}
    assert widths == {round(1.0 + 3.2 * p, 2) for p in (0.25, 0.75, 0.0421)}


def test_values_show_payoffs(documented_text):
    tree = read_game(documented_text, "documented.yaml")
    assert "−1.85" not in to_svg(tree)
    assert "−1.85" in to_svg(tree, values={"a": 1.25})
    assert "-1.85" in to_text(tree, values={"a": 1.25})
    with pytest.raises(InputError, match="between 0 and 1"):
        to_svg(tree, values={"p": 3.0})


def test_an_unknown_information_set_is_told(documented_text):
    tree = read_game(documented_text, "documented.yaml")
    with pytest.raises(UnknownName, match="Did you mean start"):
        to_svg(tree, {"strat": {"wait": 1.0}})


def test_odd_labels_are_escaped():
    tree = read_game(ODD, "odd.yaml")
    svg = drawn(tree)
    root = ET.fromstring(svg)
    assert root.find(f"{NS}title").text == "<b>&amp; \"quoted\" 'title' [31m é 漢字"
    assert {child.tag.removeprefix(NS) for child in root.iter()} == {
        *("svg", "title", "desc", "rect", "g", "path", "circle", "text", "tspan"),
    }
    shown = {text for *_, text in texts(svg)}
    assert "SQ & <i>" in shown
    assert '"on"<&>\'0.5' in shown
    letters = to_text(tree, uniform(tree))
    for page in (svg, letters):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page)
        page.encode("utf-8")


def test_a_picture_is_self_contained_and_accessible(shipped_trees):
    for tree in shipped_trees:
        svg = drawn(tree)
        root = ET.fromstring(svg)
        assert root.get("role") == "img"
        title, described = root.get("aria-labelledby").split()
        assert root.find(f"{NS}title").get("id") == title
        assert root.find(f"{NS}desc").get("id") == described
        assert root.find(f"{NS}title").text == tree.title
        addresses = re.findall(r"https?://[^\"' ]+|url\(|href|@import|<script|<style", svg)
        assert addresses == ["http://www.w3.org/2000/svg"]


def test_the_same_game_gives_the_same_drawing(random_tree):
    assert drawn(random_tree(3)) == drawn(random_tree(3))
    assert to_text(random_tree(3)) == to_text(random_tree(3))
    assert drawn(random_tree(3)) != drawn(random_tree(4))


def luminance(colour):
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_stand_out_from_white():
    assert len(set(PALETTE)) == 8
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colour in (*PALETTE, GREY))


@pytest.mark.parametrize("width", [1, 10, 24, 40, 80, 200])
def test_letters_keep_within_the_width(width, random_tree, shipped_trees):
    odd = read_game(ODD, "odd.yaml")
    for tree in [odd, *shipped_trees, *map(random_tree, range(10))]:
        for letters in (to_text(tree, width=width), to_text(tree, uniform(tree), width, values={})):
            assert max(map(cells, letters.splitlines())) <= width


def chain(moves):
    lines = [f'p "" 1 {at + 1} "" {{ "on" "off" }} 0' for at in range(moves)]
    ends = ['t "" 1 "end" { 1 }', *['t "" 1'] * moves]
    return read_efg("\n".join(['EFG 2 R "Deep" { "one" }', *lines, *ends]), "deep.efg")


def test_deep_and_large_trees_are_drawn():
    deep = chain(60)
    ET.fromstring(drawn(deep))
    lines = to_text(deep, uniform(deep), width=60).splitlines()
    assert all(re.search(r"o(n|ff) 0.5: (one|end)$", line) for line in lines[2:])
    moves = " ".join(f'"{at}"' for at in range(3999))
    head = f'EFG 2 R "Wide" {{ "one" }} p "" 1 1 "" {{ {moves} }} 0 t "" 1 "end" {{ 1 }} '
    wide = read_efg(head + 't "" 1 ' * 3998, "wide.efg")
    assert len(list(ET.fromstring(drawn(wide)).iter(f"{NS}circle"))) == 4000 + 1
    assert len(to_text(wide).splitlines()) == 4001


def test_a_chance_move_is_a_diamond(shipped_trees):
    for tree in shipped_trees:
        moves = sum(node.mover == CHANCE for node in tree.nodes)
        diamonds = to_svg(tree).count("l6.5 -6.5l6.5 6.5l-6.5 6.5z")
        assert diamonds == (moves + 1 if moves else 0)
