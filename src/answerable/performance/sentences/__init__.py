"""Sentences about figures, comments and appraisals, in the language of the reader."""

from answerable.performance.sentences.names import SHOWN
from answerable.performance.sentences.problems import SENTENCES

__all__ = ["SENTENCES", "SHOWN"]
