"""Sentences about plans, in the language of the reader."""

from answerable.plans.sentences.names import SHOWN
from answerable.plans.sentences.problems import SENTENCES

__all__ = ["SENTENCES", "SHOWN"]
