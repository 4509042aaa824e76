"""Sentences about plans, in the language of the reader."""

from answerable.plans.sentences import exchange, names, problems

SENTENCES = {**problems.SENTENCES, **exchange.SENTENCES}
SHOWN = {**names.SHOWN, **exchange.SHOWN}

__all__ = ["SENTENCES", "SHOWN"]
