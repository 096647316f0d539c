"""Classes of weapons: the table, and what reports' words stand for."""

from __future__ import annotations

import pytest

from suasion.describe.bibliography import built_in
from suasion.errors import UnknownName
from suasion.zone.rules.taxonomy import class_of, classes, covers

WORDS = {
    "tank": ["tanks", "Tank (T-72)", "main battle tank", "MBT"],
    "aifv": ["infantry fighting vehicle (BMP-2)", "BMP-1"],
    "apc": ["armoured personnel carriers", "APC (BTR-80)", "MT-LB"],
    "acv": ["armoured combat vehicles", "ACV"],
    "gun-100": ["towed howitzer (D-30, 122mm)", "152 mm howitzers", "2S3 Akatsiya", "100mm gun"],
    "gun-under-100": ["85 mm gun", "D-44"],
    "gun": ["howitzers"],
    "artillery": ["artillery"],
    "artillery-100": ["artillery ≥ 100 mm", "artillery >= 100 mm", "artillery, 122 mm"],
    "artillery-under-100": ["artillery < 100 mm", "artillery 85 mm"],
    "mortar": ["mortars"],
    "mortar-100": ["120mm mortar", "mortar (2S12 Sani)"],
    "mortar-under-100": ["mortars (2B14 Podnos, 82mm)"],
    "mlrs": ["MLRS", "multiple launch rocket systems", "MLRS (BM-21 Grad, 122mm)"],
    "mlrs-heavy": ["Smerch", "MLRS (BM-27 Uragan, 220mm)", "Tornado-S"],
    "tactical-missile": ["Tochka-U", "Tochka"],
    "sam": ["surface-to-air missile system (9K33 Osa)"],
    "air-defence": ["air defence", "air defense system"],
    "combat-aircraft": ["combat aircraft"],
    "attack-helicopter": ["attack helicopters (Mi-24)"],
    "personnel": ["military personnel", "troops"],
}


@pytest.mark.parametrize(("wanted", "words"), [(k, w) for k, row in WORDS.items() for w in row])
def test_words_of_reports_find_their_class(wanted: str, words: str) -> None:
    assert class_of(words) == wanted


def test_every_class_is_found_by_its_identifier_and_title() -> None:
    for one in classes().values():
        assert class_of(one.id) == one.id
        assert class_of(one.title) == one.id


@pytest.mark.parametrize(
    ("words", "hint"),
    [("tnak", "tank"), ("howizter", "howitzer"), ("tank and mortar", "mortar, tank"), ("", "tank")],
)
def test_an_unknown_class_lists_near_names(words: str, hint: str) -> None:
    with pytest.raises(UnknownName) as caught:
        class_of(words)
    assert hint in str(caught.value)


def test_a_part_of_a_word_is_no_class() -> None:
    with pytest.raises(UnknownName):
        class_of("tankard")


def test_a_rule_for_a_wide_class_holds_for_those_within() -> None:
    wide = ["heavy-weapon", "artillery", "artillery-100", "mlrs"]
    assert all(covers(one, "mlrs-heavy") for one in wide)
    assert not covers("mlrs-heavy", "mlrs")
    assert covers("artillery-100", "mortar-100")
    assert not covers("artillery-100", "mortar-under-100")
    assert covers("artillery-100", "gun-100")
    assert not covers("tank", "apc")


def test_every_class_has_a_source_or_is_a_judgement() -> None:
    unknown = [one.id for one in classes().values() if one.source and one.source not in built_in()]
    assert not unknown
    both_or_none = [one.id for one in classes().values() if bool(one.source) == bool(one.judgement)]
    assert not both_or_none
    assert not [one.id for one in classes().values() if one.source and not one.where]


def test_the_tree_of_classes_has_one_top_and_no_loop() -> None:
    tops = [one.id for one in classes().values() if not one.within]
    assert tops == ["forces"]
    assert all(covers("forces", name) for name in classes())


def test_no_alias_stands_for_two_classes() -> None:
    seen: dict[str, str] = {}
    for one in classes().values():
        for alias in one.aliases:
            assert seen.setdefault(alias, one.id) == one.id
            assert alias == alias.lower()
