"""Sentences about whistles and taskforces, in the language of the reader."""

from answerable.cases.sentences import sentence
from answerable.whistles.sentences.limits import limit_words
from answerable.whistles.sentences.moments import moment, what_next
from answerable.whistles.sentences.names import (
    clock_label,
    direction_label,
    end_label,
    kind_label,
    noun_label,
    rater_label,
    rule_label,
    stance_label,
    state_label,
    taskforce_state_label,
    verb_label,
)
from answerable.whistles.sentences.problems import PARAMETERS, SENTENCES

__all__ = [
    "PARAMETERS", "SENTENCES", "clock_label", "direction_label", "end_label", "kind_label", "limit_words", "moment",
    "noun_label", "rater_label", "rule_label", "sentence", "stance_label", "state_label", "taskforce_state_label",
    "verb_label", "what_next",
]  # fmt: skip
