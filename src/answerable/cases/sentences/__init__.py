"""Sentences about cases, in the language of the reader."""

from answerable.cases.sentences.moments import moment, state_words, task_words, what_next, who, words_of
from answerable.cases.sentences.names import (
    channel_label,
    clock_label,
    dispatch_reason,
    kind_label,
    satisfied_label,
    stance_label,
    state_label,
    verb_label,
)
from answerable.organisation.sentences import local_time, sentence

__all__ = [
    "channel_label",
    "clock_label",
    "dispatch_reason",
    "kind_label",
    "local_time",
    "moment",
    "satisfied_label",
    "sentence",
    "stance_label",
    "state_label",
    "state_words",
    "task_words",
    "verb_label",
    "what_next",
    "who",
    "words_of",
]
