"""Sentences about figures, comments and appraisals, in the language of the reader."""
