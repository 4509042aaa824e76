"""How people announce a name in a complaint: with a surname and a title, by introducing themselves, by Mr and Mrs.

Only what is announced can be found without a list of everybody; so these patterns err on the side of few words.
Each pattern has one group `name`.
"""

from __future__ import annotations

import re

from answerable.rules.text import HAN

_DOUBLE = "歐陽|欧阳|司徒|司馬|司马|上官|諸葛|诸葛|皇甫|尉遲|端木|夏侯|令狐|東方|东方|公孫|公孙|慕容|鍾離|范姜"
# The common surnames of Hong Kong and the mainland, in both scripts.
_COMMON = (
    "陳陈林黃黄張张李王吳吴劉刘蔡楊杨許许鄭郑謝谢郭洪曾邱廖賴赖徐周葉叶蘇苏莊庄呂吕江何蕭萧羅罗高潘簡简朱鍾钟彭游詹胡施"
    "沈余趙赵盧卢梁顏颜柯孫孙魏翁戴范宋鄧邓杜侯薛丁傅溫温藍蓝蔣蒋唐馬马馮冯姚卓董石古汪歐欧嚴严鄒邹龔龚"
    "關关鄺邝區区麥麦譚谭甘黎伍袁尹霍莫鮑鲍倪岑駱骆樊聶聂湯汤凌文陶崔田任孔俞錢钱姜韓韩秦尤金賈贾夏史龍龙段雷侯熊孟"
    "白萬万康邵毛邢常賀贺武喬乔齊齐牛畢毕焦祝阮裴冼佘植練练蒙植譚郝"
)
# Surnames that are hardly ever the end of another word, for titles that are short themselves (陳太, 李生).
_CLEAR = (
    "陳陈黃黄張张李吳吴劉刘蔡楊杨鄭郑謝谢郭曾廖賴赖蘇苏蕭萧羅罗潘鍾钟彭趙赵盧卢梁顏魏"
    "鄧邓蔣蒋馮冯鄒邹龔龚鄺邝譚谭黎袁霍鮑岑駱湯汤韓韩秦阮冼"
)
_TITLE = (
    "先生|小姐|女士|太太|師傅|师傅|經理|经理|主任|醫生|医生|老師|老师|律師|律师|議員|议员|校長|校长|同學|同学|警官|阿姨|叔叔"
    "|伯伯|婆婆|伯母|大姐|大哥|大媽|大妈|大爺|大爷|姑娘|督察|sir|Sir|SIR"
)
_GIVEN = f"[{HAN}]"
_SURNAME = f"(?:{_DOUBLE}|[{_COMMON}])"
_LATIN_NAME = r"[A-Z][A-Za-z'’\-]*\.?(?:[ ,]{1,2}[A-Z][A-Za-z'’\-]*){0,3}"

NAMES = (
    # 陳大文先生; then 王先生, with the surname nearest to the title that leaves at most two characters between.
    re.compile(rf"(?P<name>[{_CLEAR}][{HAN}]{{0,2}})(?={_TITLE})"),
    re.compile(rf"(?P<name>{_SURNAME}(?:(?!{_SURNAME})[{HAN}]){{0,2}})(?={_TITLE})"),
    # 陳太, 李生, 張伯, 何婆: but not 太多, 生病 and the like.
    re.compile(
        rf"(?P<name>[{_CLEAR}])"
        r"(?=太(?![大多少太平空古原極极過过陽阳遠远近吵髒脏嘈])|生(?![病活命氣气產产意])|伯|婆(?!羅)|叔)"
    ),
    # 我叫陳大文, 姓名：歐陽大文, 本人姓陳
    re.compile(
        r"(?:我叫|我的名字是|我個名係|叫做|名叫|姓名|聯絡人|联系人|聯繫人|投訴人|投诉人)(?:是|為|为|係)?[ :：]{0,2}"
        rf"(?P<name>{_SURNAME}{_GIVEN}{{1,2}})"
    ),
    re.compile(
        rf"(?:我是|本人是|本人|我係|小弟|敝姓|我姓|姓)(?P<name>{_SURNAME}{_GIVEN}{{0,2}})(?=[ ,，。.;；、!！\n]|$)"
    ),
    # Mr Chan, Mrs. Wong Siu Ming, Madam Lee
    re.compile(rf"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mdm|Madam|Madame|Prof|Professor|Inspector|Officer|MR|MRS|MS|MISS)\.?"
               rf"[ ]{{0,2}}(?P<name>{_LATIN_NAME})"),
    re.compile(r"(?<![A-Za-z])(?i:mr|mrs)\.?[ ]{1,2}(?P<name>[A-Za-z][A-Za-z'’\-]+)"),
    re.compile(rf"(?<![A-Za-z] )(?<![A-Za-z])Dr\.?[ ]{{1,2}}(?P<name>{_LATIN_NAME})"),
    re.compile(rf"(?i:\bmy (?:full )?name is|\bmy name's|\bname ?:|\bcall me)[ ]{{1,2}}(?P<name>{_LATIN_NAME})"),
    re.compile(rf"(?i:\b(?:yours (?:sincerely|faithfully|truly)|(?:best |kind |warm )?regards|sincerely)),?\s{{1,3}}"
               rf"(?P<name>{_LATIN_NAME})\s*$"),
)  # fmt: skip
