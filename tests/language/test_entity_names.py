from bot.language.training.entities import Entity, named_entities


def _names(rows: list[tuple[str, str, int, str, str]]) -> tuple[Entity, ...]:
    words, tags, heads, labels, marks = zip(*rows, strict=True)
    return named_entities(marks, words=words, tags=tags, heads=heads, labels=labels)


def test_description_is_cut_to_the_name() -> None:
    """Articles, titles and relative clauses do not belong to a name."""
    rows = [
        ("the", "DT", 2, "det", "(1-person-new-nnnnn-cf1-3-sgl"),
        ("late", "JJ", 2, "amod", ""),
        ("Ivy", "NNP", 2, "ROOT", ""),
        ("Stone", "NNP", 2, "flat", ""),
        ("who", "WP", 5, "nsubj", ""),
        ("sang", "VBD", 2, "acl:relcl", "1)"),
    ]
    assert _names(rows) == (Entity(start=2, end=4, label="PERSON"),)


def test_mention_without_a_name_is_none() -> None:
    """A common noun or a pronoun is no named entity, linked or not."""
    rows = [("He", "PRP", 1, "nsubj", "(1-person-giv:act-nnnnn-cf1-1-ana-Somebody)"), ("left", "VBD", 1, "ROOT", "")]
    assert _names(rows) == ()


def test_outermost_of_nested_names_stays() -> None:
    """A place inside an organisation's name does not split it."""
    rows = [
        ("University", "NNP", 0, "ROOT", "(1-organization-new-nnnnn-cf1-1-sgl"),
        ("of", "IN", 2, "case", ""),
        ("Amber", "NNP", 0, "nmod", "(2-place-new-nnnnn-cf2-1-sgl)1)"),
    ]
    assert _names(rows) == (Entity(start=0, end=3, label="ORG"),)


def test_person_ends_before_of() -> None:
    """Where somebody is from does not belong to the name."""
    rows = [
        ("Ivy", "NNP", 0, "ROOT", "(1-person-new-nnnnn-cf1-1-sgl"),
        ("of", "IN", 2, "case", ""),
        ("Amber", "NNP", 0, "nmod", "(2-place-new-nnnnn-cf2-1-sgl)1)"),
    ]
    assert _names(rows) == (Entity(start=0, end=1, label="PERSON"), Entity(start=2, end=3, label="PLACE"))


def test_weekday_is_no_entity() -> None:
    """Times are left to the rules for dates."""
    assert _names([("Monday", "NNP", 0, "ROOT", "(1-time-new-nnnnn-cf1-1-sgl)")]) == ()
