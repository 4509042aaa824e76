"""What the public may not read in what the public wrote: ways to reach or recognise a person become `***`.

BJ-REG 8, 8.8(101): privacy is protected and statistics never expose it. Masked are telephone numbers of Hong Kong
and the mainland, identity numbers, cards and accounts, e-mail addresses, links that carry a token, vehicle plates,
and names that somebody introduces or addresses (王先生, 陳太, Mr Chan). Kept are numbers that find a place or a case:
bus routes, lamp posts, house numbers, dates, hours, sums, hotlines, our own public numbers. In doubt about a
telephone number we mask; a name that nothing announces is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from answerable.rules.ids import is_public_number
from answerable.rules.names import NAMES
from answerable.rules.text import clean

MASK = "***"
_CHINESE_DIGITS = dict(zip("〇零○一二三四五六七八九壹貳叁肆伍陸柒捌玖贰陆", "00012345678912345678926", strict=True))

# Kept, and never read as part of a longer number.
_KEEP = re.compile(
    r"(?P<number>[A-Za-z]{1,4}[0-9]{2}-[0-9]{7,9}-[0-9]{2})"  # a public number, if its check digits hold
    r"|(?<![0-9])(?:19|20)[0-9]{2}[-/.年](?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12][0-9]|0?[1-9])日?(?![0-9])"
    r"|(?<![0-9])(?:3[01]|[12][0-9]|0?[1-9])[-/.](?:1[0-2]|0?[1-9])[-/.](?:19|20)[0-9]{2}(?![0-9])"
    r"|(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9])"
    r"|(?<![0-9.])-?[0-9]{1,3}\.[0-9]{3,}(?![0-9.])"  # a coordinate or another decimal number
    r"|(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])"  # a sum
)
_SEPARATOR = r"[ \t\u00a0\u3000\-\u2010-\u2015\u2212.·・•_~()（）]{0,3}"
_DIGITS = re.compile(rf"[+＋]?[(（]?[0-9](?:{_SEPARATOR}[0-9])*(?:{_SEPARATOR}[Xx](?![A-Za-z0-9]))?")
_MOST_GROUPS = 20
_GROUP = re.compile(r"[0-9]+")
_EMAIL = re.compile(r"[\w.+\-%']{1,64}\s?[@＠]\s?[\w\-]+(?:\s?[.．]\s?[\w\-]+)+", re.ASCII)
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"'）)」]+")
_TOKEN = re.compile(r"[?#@]|[0-9A-Za-z_\-]{16,}|[0-9]{7,}")
# Hong Kong identity card: one or two letters, six digits, check character. Written plainly, it is masked whatever its
# check; written with gaps or in small letters, when the check holds.
_HKID = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9]{6}(?:[ ]?\([ ]?[0-9Aa][ ]?\)|[0-9A])?(?![A-Za-z0-9])")
_HKID_LOOSE = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2})[ \-.]{0,2}((?:[0-9][ \-.]{0,2}){6})[ (\-.]{0,2}([0-9Aa])[ ]?\)?(?![A-Za-z0-9])"
)
_PLATE_MAINLAND = re.compile(
    r"[京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊][A-HJ-Z][ ·.\-]?"
    r"(?=[A-Z]*[0-9])(?:[A-Z0-9]{5,6}|[A-Z0-9]{4}[港澳學学警領领掛挂])(?![A-Za-z0-9])"
)
_PLATE = re.compile(
    r"(?i)((?:車牌|车牌|私家車|私家车|貨車|货车|的士|小巴|電單車|电单车|房車|客貨車|旅遊巴|plate|registration|reg\.?|licen[cs]e"
    r"|vehicle|car|taxi|van|lorry|truck|minibus|motorcycle)[^\n,.，。；;]{0,12}?)"
    r"(?<![A-Za-z])([A-HJ-NPR-Z]{2}[ \-]?[0-9]{1,4}|[A-HJ-NPR-Z]{1,2}[0-9]{1,4}[A-Z]{0,2})(?![A-Za-z0-9])"
)
_ANNOUNCED = re.compile(
    r"(?i)((?:賬號|帳號|账号|賬户|帳戶|账户|戶口|户口|銀行卡|银行卡|信用卡|卡號|卡号|護照|护照|身份證|身份证|身分證|回鄉證|回乡证"
    r"|微信|wechat|weixin|whatsapp|telegram|\bqq\b|\bline id\b|account|\ba/c\b|passport|\bid card\b|\bhkid\b)"
    r"(?:[ ]?(?:號碼|号码|號|号|number|no\.?|id))?[ ]?(?:是|為|为|係|is)?[ :：#]{0,3})"
    r"(?=[A-Za-z_\-]*[0-9])([A-Za-z0-9_\-]{5,})"
)


def mask(text: str) -> str:
    """The cleaned text, with everything that reaches or names a person as `***`. Applying it twice changes nothing."""
    text = clean(text)
    if not text:
        return text
    folded = "".join(_fold(c) for c in text)
    hits = sorted([*_hits(folded), *(m.span("name") for pattern in NAMES for m in pattern.finditer(text))])
    out, at = [], 0
    for start, end in hits:
        if end <= at:
            continue
        out += [text[at : max(at, start)], MASK if start >= at else ""]
        at = end
    return "".join([*out, text[at:]])


def _fold(char: str) -> str:
    """One character for one: any script's digit as 0-9, Chinese numerals too, full-width letters as plain ones."""
    if char in _CHINESE_DIGITS:
        return _CHINESE_DIGITS[char]
    if char < "\x7f":
        return char
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isascii() else char


def _hits(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_EMAIL, _HKID, _PLATE_MAINLAND):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span() for match in _HKID_LOOSE.finditer(text) if hkid_holds(*match.groups()))
    yield from (match.span() for match in _LINK.finditer(text) if _TOKEN.search(match.group()))
    for pattern in (_PLATE, _ANNOUNCED):
        yield from (match.span(2) for match in pattern.finditer(text))
    yield from _numbers(text)


def hkid_holds(letters: str, digits: str, check: str) -> bool:
    """Whether the check character of a Hong Kong identity card fits (modulo 11, weights 9 to 1, a space counts 36)."""
    values = [36] * (2 - len(letters)) + [int(c, 36) for c in letters]
    values += [int(c) for c in digits if c.isdigit()] + [int(check, 16)]
    return sum(weight * value for weight, value in zip(range(9, 0, -1), values, strict=True)) % 11 == 0


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Telephone, identity, card and account numbers, wherever digits stand together."""
    at = 0
    keeps = [m.span() for m in _KEEP.finditer(text) if not m["number"] or is_public_number(m["number"])]
    for start, end in [*keeps, (len(text), len(text))]:
        for match in _DIGITS.finditer(text, at, start):
            yield from _in_digits(match)
        at = end


def _in_digits(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    groups = list(_GROUP.finditer(match.string, match.start(), match.end()))
    first = 0
    while first < len(groups):
        furthest = min(len(groups), first + _MOST_GROUPS)
        last = next((n for n in range(furthest, first, -1) if _personal(match.string, groups[first:n])), None)
        if last is None:
            first += 1
            continue
        begin, end = groups[first].start(), groups[last - 1].end()
        while begin > 0 and match.string[begin - 1] in "+(（":
            begin -= 1
        end += match.string[end : end + 1] in ("X", "x") and last == len(groups)
        yield begin, end
        first = last


def _personal(text: str, groups: list[re.Match[str]]) -> bool:
    """Whether these groups of digits together are a number that reaches or names a person."""
    digits, sizes = "".join(g.group() for g in groups), [len(g.group()) for g in groups]
    between = {text[a.end() : b.start()].strip() for a, b in pairwise(groups)}
    if len(groups) == 1:
        return len(digits) >= 9 or _is_phone(digits)
    if not 8 <= len(digits) <= 30 or (len(between) > 2 and len(groups) < 9):
        return False
    return (_is_phone(digits) and _spoken(sizes, digits)) or _is_card(digits, sizes, between)


def _is_phone(digits: str) -> bool:
    """Hong Kong: eight digits from 2 to 9, with 852 or without. Mainland: mobile, or landline with its 0."""
    return bool(
        re.fullmatch(r"(?:00)?(?:852|853)?[2-9][0-9]{7}", digits)
        or re.fullmatch(r"(?:00)?(?:86)?1[3-9][0-9]{9}", digits)
        or re.fullmatch(r"(?:(?:00)?86)?0?(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}", digits)
        or re.fullmatch(r"[48]00[0-9]{7}", digits)
    )


def _spoken(sizes: list[int], digits: str) -> bool:
    """Whether groups of these sizes are how people write a telephone number, rather than a list of numbers.

    All of one or two digits, or a local number in two to four groups none of which is a lone digit.
    """
    local = sizes[1:] if digits.startswith(("852", "853", "86", "00", "0", "400", "800")) else sizes
    if len(set(sizes)) == 1 and sizes[0] <= 2:
        return True
    return len(local) <= 4 and (max(local) >= 4 or sorted(local) == [2, 3, 3])


def _is_card(digits: str, sizes: list[int], between: set[str]) -> bool:
    """Cards (groups of four), identity numbers with spaces, and accounts written with hyphens."""
    if 12 <= len(digits) <= 19 and ((len(set(sizes[:-1])) == 1 and sizes[0] in (1, 4)) or max(sizes) >= 6):
        return True
    return len(between) == 1 and between <= {"-", "‐", "–", "—"} and 9 <= len(digits) <= 20 and max(sizes) >= 5
