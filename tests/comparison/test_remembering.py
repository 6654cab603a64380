"""What follows from a claim is worked out once for a claim, and never mistaken for another's."""

from __future__ import annotations

from bot.comparison import remembering
from bot.comparison.remembering import remembered


def test_an_answer_is_worked_out_once() -> None:
    """The same object with the same other arguments is not asked about again."""
    asked: list[str] = []

    @remembered
    def doubled(subject: list[int], times: int) -> list[int]:
        asked.append("once")
        return subject * times

    one = [1]
    assert doubled(one, 2) == doubled(one, 2) == [1, 1]
    assert asked == ["once"]


def test_other_arguments_and_other_objects_have_answers_of_their_own() -> None:
    """Neither equal objects nor the same object under other rules share an answer wrongly."""

    @remembered
    def doubled(subject: list[int], times: int) -> list[int]:
        return subject * times

    one = [1]
    assert [doubled(one, 2), doubled(one, 3), doubled([2], 2)] == [[1, 1], [1, 1, 1], [2, 2]]


def test_what_was_forgotten_is_worked_out_again() -> None:
    """More objects than are remembered, many of them gone since, still have the right answers."""

    @remembered
    def first(subject: list[int]) -> int:
        return subject[0]

    assert all(first([number]) == number for number in range(remembering.REMEMBERED + 100))
