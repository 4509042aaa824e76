"""English is in the code; Traditional and Simplified Chinese stand in the .po files, every text of them."""

from __future__ import annotations

import re

import pytest

from answerable.ops import messages

FIELD = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def test_no_text_lacks_a_translation() -> None:
    missing = [f"{m.file}:{m.line} {language} {m.text!r}" for m, language in messages.missing()]
    assert not missing, f"{len(missing)} missing (answerable messages update):\n" + "\n".join(missing[:40])


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_translation_keeps_the_fields_of_its_text(language: str) -> None:
    wrong = []
    for package in messages.packages():
        for entry in messages.read(package, language):
            texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            for text in texts:
                if text and sorted(FIELD.findall(text)) not in [sorted(FIELD.findall(i)) for i in ids]:
                    wrong.append(f"{package}: {entry.id!r} -> {text!r}")
    assert not wrong, "\n".join(wrong)


SIMPLIFIED_ONLY = set("们这说时对还见让实报经应问题设备电话络线级认证结终议办处区开关门车")  # never in Traditional


def test_traditional_texts_hold_no_simplified_characters() -> None:
    wrong = [
        f"{package}: {text!r}"
        for package in messages.packages()
        for entry in messages.read(package, "zh_Hant")
        for text in (entry.string if isinstance(entry.string, tuple) else (entry.string,))
        if set(text or "") & SIMPLIFIED_ONLY
    ]
    assert not wrong, "\n".join(wrong)
