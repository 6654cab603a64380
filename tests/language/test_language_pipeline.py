import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.language.components import SINGLE_SENTENCE, lookup_form
from bot.language.pipeline import BUNDLED, PipelineError, load_pipeline, parse_sentences
from bot.language.word_forms import base_form

MEGABYTE = 1_000_000


def parse(nlp: Language, text: str) -> Doc:
    """Parse one sentence."""
    (doc,) = parse_sentences(nlp, [text])
    return doc


def relations(doc: Doc) -> set[tuple[str, str, str]]:
    """Return (word, label, head's word) of every word."""
    return {(token.text, token.dep_, token.head.text) for token in doc}


@pytest.fixture(scope="module")
def meta() -> dict[str, Any]:
    """Return what the bundled pipeline says about itself."""
    loaded: dict[str, Any] = json.loads((BUNDLED / "meta.json").read_text(encoding="utf-8"))
    return loaded


def test_every_text_is_one_sentence(bundled: Language) -> None:
    """However many full stops a text has, its parse has one root."""
    doc = parse(bundled, "Rebels took the town. The army left! Who holds it now? Nobody knows.")
    assert len(list(doc.sents)) == 1
    assert sum(token.head == token for token in doc) == 1


def test_single_sentence_step_can_be_taken_off(bundled: Language) -> None:
    """Without the first step the parser is free to split."""
    with bundled.select_pipes(disable=[SINGLE_SENTENCE]):
        assert bundled.pipe_names[0] != SINGLE_SENTENCE
    assert bundled.pipe_names[0] == SINGLE_SENTENCE


def test_active_clause_has_universal_labels(bundled: Language) -> None:
    """Subject, object and name parts have their UD labels."""
    found = relations(parse(bundled, "Russian troops captured the town of Lyman on Friday."))
    assert {
        ("troops", "nsubj", "captured"),
        ("town", "obj", "captured"),
        ("Lyman", "nmod", "town"),
        ("Friday", "obl", "captured"),
    } <= found


def test_passive_clause_has_universal_subtypes(bundled: Language) -> None:
    """The passive subject, auxiliary and agent have labels of their own."""
    found = relations(parse(bundled, "The bridge was destroyed by Ukrainian forces."))
    assert {
        ("bridge", "nsubj:pass", "destroyed"),
        ("was", "aux:pass", "destroyed"),
        ("forces", "obl:agent", "destroyed"),
    } <= found


def test_reported_clause_hangs_on_the_reporting_verb(bundled: Language) -> None:
    """What somebody said is the ccomp of the verb of saying."""
    found = relations(parse(bundled, "The ministry said that the army had retaken the village."))
    assert {("ministry", "nsubj", "said"), ("retaken", "ccomp", "said"), ("village", "obj", "retaken")} <= found


@pytest.mark.parametrize("hyphen", ["-", "‑"], ids=["hyphen", "non-breaking"])
def test_holder_and_participle_are_words_of_their_own(bundled: Language, hyphen: str) -> None:
    """A holder, hyphen and participle are three words, and the participle modifies the place."""
    doc = parse(bundled, f"Russian{hyphen}held Kupiansk was shelled overnight.")
    assert [token.text for token in doc[:4]] == ["Russian", "-", "held", "Kupiansk"]
    assert ("held", "amod", "Kupiansk") in relations(doc)


@pytest.mark.parametrize("holder", ["Russian", "US", "U.S.", "UN", "U.N.", "rebel"])
def test_participle_behind_a_holder_modifies_its_noun(bundled: Language, holder: str) -> None:
    """Peoples, abbreviations and groups before a hyphen depend on the participle, which depends on the noun."""
    found = relations(parse(bundled, f"Lyman was hit by {holder}-led forces on Friday."))
    assert ("led", "amod", "forces") in found
    assert {(holder, "compound", "led"), (holder, "obl:unmarked", "led")} & found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("50km", ["50", "km"]),
        ("U.S.-backed", ["U.S.", "-", "backed"]),
        ("didn’t", ["did", "n’t"]),
        ("Kyiv’s", ["Kyiv", "’s"]),
        ("(SDF)-held", ["(", "SDF", ")", "-", "held"]),
        ("2014–2015", ["2014", "–", "2015"]),
        ("“Yes,”", ["“", "Yes", ",", "”"]),
        ("town—then", ["town", "—", "then"]),
        ("Lt. Col. Reed", ["Lt.", "Col.", "Reed"]),
        ("the U.S.", ["the", "U.S."]),
    ],
)
def test_words_of_news(bundled: Language, text: str, words: list[str]) -> None:
    """Units, quotes, dashes, abbreviations and titles are split as Universal Dependencies splits them."""
    assert [token.text for token in bundled.make_doc(text)] == words


def test_typography_does_not_change_the_parse(bundled: Language) -> None:
    """Curly quotes and apostrophes parse like straight ones."""
    straight = parse(bundled, "\"We didn't lose the city's airport,\" the mayor said.")
    curly = parse(bundled, "“We didn’t lose the city’s airport,” the mayor said.")
    heads, same = ([(t.dep_, t.head.i) for t in doc if not t.is_punct] for doc in (straight, curly))
    assert heads == same


def test_offsets_survive_line_ends(bundled: Language) -> None:
    """A line end or hard space inside a sentence becomes a space, and no offset moves."""
    text = "Troops entered\nthe\u00a0town."
    doc = parse(bundled, text)
    assert [text[t.idx : t.idx + len(t)] for t in doc] == ["Troops", "entered", "the", "town", "."]


def test_empty_sentence_gives_an_empty_doc(bundled: Language) -> None:
    """An empty text is no error."""
    assert len(parse(bundled, "")) == 0


def test_lemma_of_an_irregular_verb(bundled: Language) -> None:
    """Rare irregular verbs get their base form."""
    doc = parse(bundled, "Rebels overran the base before the army withdrew.")
    assert [doc[1].lemma_, doc[7].lemma_] == ["overrun", "withdraw"]


def test_lemma_does_not_depend_on_capitals(bundled: Language) -> None:
    """A headline's capitals leave the lemma alone."""
    (plain, title, loud) = parse_sentences(
        bundled, ["Rebels captured the bridges", "Rebels Captured the Bridges", "REBELS CAPTURED THE BRIDGES"]
    )
    assert [token.lemma_ for token in title] == [token.lemma_ for token in loud] == [token.lemma_ for token in plain]


@pytest.mark.parametrize(
    ("tag", "form", "base"),
    [
        ("VBD", "retook", "retake"),
        ("VBN", "repelled", "repel"),
        ("VBG", "besieging", "besiege"),
        ("VBG", "dying", "die"),
        ("VBZ", "denies", "deny"),
        ("VBZ", "clashes", "clash"),
        ("VBD", "fell", "fall"),
        ("VBN", "overran", "overrun"),
        ("VBG", "overrunning", "overrun"),
        ("NNS", "gunmen", "gunman"),
        ("NNS", "trenches", "trench"),
        ("NNS", "crises", "crisis"),
        ("NNS", "troops", "troops"),
        ("NNS", "villages", None),
        ("JJ", "besieged", None),
    ],
)
def test_known_base_forms(tag: str, form: str, base: str | None) -> None:
    """Doubled letters, a silent "e" and irregular forms lead back to the base form; other words are not known."""
    assert base_form(form, tag) == base


def test_proper_nouns_keep_their_capitals() -> None:
    """Only capitals that say nothing about the word are taken away."""
    assert [lookup_form("Lyman", "NNP"), lookup_form("Captured", "VBD"), lookup_form("GDP", "NN")] == [
        "Lyman",
        "captured",
        "GDP",
    ]


def test_meta_names_data_and_scores(meta: dict[str, Any]) -> None:
    """The pipeline says what it was trained on, under which licences, and how good it is."""
    assert all(source["name"] and source["license"] for source in meta["sources"])
    assert "CC BY-SA" in meta["license"]
    assert meta["performance"]["GUM test"]["las"] > 80
    assert meta["training"]["settings"]["steps"] > 0


def test_bundled_pipeline_is_small() -> None:
    """What ships stays under twenty megabytes."""
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) <= 20 * MEGABYTE


def test_bundled_strings_are_no_word_list() -> None:
    """The treebanks' vocabulary does not ship: strings are labels, tokenizer exceptions and endings."""
    strings = json.loads((BUNDLED / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert len(strings) < 5000


def test_missing_pipeline_is_named() -> None:
    """A pipeline that is not installed is an error that says its name."""
    with pytest.raises(PipelineError) as caught:
        load_pipeline("no_such_pipeline")
    assert caught.value.name == "no_such_pipeline"
    assert caught.value.missing == ()


def test_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    """A pipeline that cannot parse is an error that says what is missing."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(PipelineError) as caught:
        load_pipeline(str(tmp_path / "blank"))
    assert caught.value.missing == ("tagger", "parser")


def test_another_pipeline_gets_the_single_sentence_step(tmp_path: Path) -> None:
    """Whatever pipeline is named, its Docs are not split."""
    other = spacy.blank("en")
    for step in ("tagger", "parser"):
        other.add_pipe(step).add_label("nsubj")  # type: ignore[attr-defined]
    other.initialize()
    other.to_disk(tmp_path / "other")
    assert load_pipeline(str(tmp_path / "other")).pipe_names == [SINGLE_SENTENCE, "tagger", "parser"]
