from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.language import foreign_language, language_code, language_knowledge, language_name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Президент повідомив, що війська звільнили кілька сіл, а їхні мешканці вже повертаються додому."),
        ("ru", "Министерство сообщило, что войска взяли под контроль посёлок, но бои продолжаются."),
        ("be", "Прэзідэнт паведаміў, што войскі вызвалілі некалькі вёсак, і людзі вяртаюцца дадому ў бяспецы."),
        ("bg", "Министерството съобщи, че войските са влезли в града, но боевете продължават."),
        ("ar", "أعلنت القوات أنها سيطرت على المدينة بعد قتال دام ثلاثة أيام."),
        ("fa", "نیروهای دولتی گفتند که شهر را پس از سه روز جنگ پس گرفته‌اند."),
        ("he", "הצבא הודיע כי כבש את העיירה אחרי שלושה ימי לחימה."),
        ("ka", "არმიამ განაცხადა, რომ სამდღიანი ბრძოლის შემდეგ ქალაქი აიღო."),
        ("hy", "Բանակը հայտարարեց, որ երեք օր տևած մարտերից հետո գրավել է քաղաքը։"),
        ("am", "ሠራዊቱ ከሦስት ቀናት ውጊያ በኋላ ከተማዋን እንደያዘ አስታወቀ።"),
        ("el", "Ο στρατός ανακοίνωσε ότι κατέλαβε την πόλη μετά από τρεις ημέρες μαχών."),
        ("zh", "军方宣布，经过三天的战斗，已经占领了该镇。"),
        ("ja", "軍は三日間の戦闘の後、町を占領したと発表した。"),
        ("ko", "군은 사흘간의 전투 끝에 마을을 점령했다고 발표했다."),
        ("fr", "L'armée a annoncé que ses troupes avaient pris la ville après trois jours de combats."),
        (
            "es",
            "El ejército anunció que sus tropas habían tomado la ciudad después de tres días.",
        ),
        (
            "pt",
            "O exército disse que as suas tropas tomaram a cidade, segundo um porta-voz da região.",
        ),
        (
            "it",
            "L'esercito ha annunciato che le sue truppe hanno preso la città dopo tre giorni.",
        ),
        (
            "de",
            "Die Armee teilte mit, dass ihre Truppen die Stadt nach drei Tagen eingenommen haben.",
        ),
        (
            "nl",
            "Het leger zei dat zijn troepen de stad na drie dagen hebben ingenomen.",
        ),
        (
            "pl",
            "Wojsko podało, że jego oddziały zajęły miasto po trzech dniach i że nie wycofają się.",
        ),
        (
            "tr",
            "Ordu, üç günlük çatışmadan sonra kenti aldığını ve bir daha çekilmeyecek olduğunu bu sabah duyurdu.",
        ),
        (
            "id",
            "Tentara mengatakan bahwa pasukan mereka telah merebut kota itu dan tidak akan mundur.",
        ),
        (
            "sw",
            "Jeshi lilisema kwamba wanajeshi wake wameuteka mji huo baada ya siku tatu za vita na sasa ni salama.",
        ),
    ],
)
def test_other_languages_are_known(language: str, text: str) -> None:
    """A sentence or two in another language are enough to say which."""
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kranhafen, Ellbruck, Nordermoor fall.", id="names"),
        pytest.param("Rebels storm Ellbruck.", id="no function word"),
        pytest.param("Hezbollah, Al-Qassam, Saraya al-Quds, Liwa Fatemiyoun, Harakat al-Nujaba clash.", id="groups"),
        pytest.param(
            "Fighters of Jama'at Nasr al-Islam wal Muslimin and the Front de libération du Macina hit Le Monde's "
            "reporter near Rio de la Plata, Las Palmas de Gran Canaria and San José del Cabo.",
            id="foreign names",
        ),
        pytest.param("The governor said “Ми тримаємо місто” and left Київ.", id="a quote in its own letters"),
        pytest.param("As he put it, “la guerre est finie”, and the town is free.", id="a quote in its own words"),
        pytest.param(
            "Five NATO soldiers die in two attacks in southern Norland; three in a roadside bombing.", id="die, in, a"
        ),
        pytest.param("UN: 1,200 km² lost. 30 dead.", id="figures"),
        pytest.param("Ok.", id="a word"),
        pytest.param("", id="nothing"),
    ],
)
def test_english_is_never_refused(text: str) -> None:
    """Short English with foreign names and quotes stays English."""
    assert foreign_language(text) is None


def test_long_text_without_english_is_refused_without_a_name() -> None:
    """A long text with hardly an English word is none, though the language is not one of the list."""
    assert foreign_language("mi loke jan lili pona tawa sina kepeken ilo suli " * 20) == "und"


@pytest.mark.parametrize(
    ("stated", "code"),
    [("en", "en"), ("en-GB", "en"), ("en_US", "en"), ("EN", "en"), ("English", "en"), ("eng", "en"), ("uk", "uk"),
     ("Ukrainian", "uk"), ("ukr", "uk"), ("pt-BR", "pt"), ("tlh", "tlh")],
)  # fmt: skip
def test_stated_languages_are_understood(stated: str, code: str) -> None:
    """Tags and names of languages come down to a code."""
    assert language_code(stated) == code


@pytest.mark.parametrize(("code", "name"), [("uk", "Ukrainian (uk)"), ("tlh", '"tlh"')])
def test_languages_are_named_for_people(code: str, name: str) -> None:
    """A code is shown with its name where there is one."""
    assert language_name(code) == name


def test_every_language_of_the_data_has_a_name() -> None:
    """What the data can find, they can name."""
    knowledge = language_knowledge()
    found = {*knowledge.scripts.values(), *knowledge.words, *(language for _, language, _ in knowledge.letters)}
    assert found <= set(knowledge.names)


def test_words_of_the_data_are_folded() -> None:
    """Words are compared in lower case, so that the data have them so."""
    for words in language_knowledge().words.values():
        assert all(word == word.casefold() and word.isalpha() for word in words)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    """Law: no text raises."""
    assert foreign_language(text) in {None, "und", *language_knowledge().names}
