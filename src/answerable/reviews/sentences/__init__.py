"""Sentences about reviews, in the language of the reader."""

from answerable.reviews.sentences.matters import issue_title, matter_words
from answerable.reviews.sentences.names import (
    act_words,
    decision_words,
    duty_words,
    kind_words,
    noun_words,
    review_state_words,
    review_title,
)
from answerable.reviews.sentences.problems import SENTENCES, SHOWN

__all__ = [
    "SENTENCES", "SHOWN", "act_words", "decision_words", "duty_words", "issue_title", "kind_words", "matter_words",
    "noun_words", "review_state_words", "review_title",
]  # fmt: skip
