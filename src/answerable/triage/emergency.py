"""Words that say somebody may be in danger now (BJ-REG 29, route R1), and words that only sound like it.

These are language, not a city's rules, so they stand here and not in a pack. A longer harmless phrase ("fire station",
消防局) hides the shorter word in it; a question about hours, forms or fees is never an emergency by itself.
"""

from __future__ import annotations

DANGER = """
on fire | caught fire | house fire | there is a fire | there's a fire | fire broke out | flames | thick smoke
explosion | exploded | gas leak | smell of gas | smell gas | smelling gas | leaking gas | gas is leaking
collapsed | about to collapse | going to collapse | landslide | trapped | drowning | electrocuted
electric shock | live wire | exposed wire | fallen power line | unconscious | not breathing | cannot breathe
bleeding | heart attack | stabbed | knife | gunshot | being attacked | suicide | kill myself | want to die
about to jump | going to jump | someone is injured | people injured | seriously injured | help me please
bomb | ambulance | 火警 | 著火 | 着火 | 起火 | 失火 | 火燭 | 火災 | 濃煙 | 爆炸 | 煤氣洩漏 | 煤氣泄漏 | 漏煤氣
煤氣味 | 氣體洩漏 | 氣體泄漏 | 石油氣洩漏 | 石油氣泄漏 | 燃氣洩漏 | 燃氣泄漏 | 天然氣洩漏 | 天然氣泄漏 | 漏氣
洩漏煤氣 | 泄漏煤氣 | 倒塌 | 塌下 | 塌樓 | 即將塌 | 快要塌 | 山泥傾瀉 | 山泥倾泻 | 滑坡 | 被困 | 困電梯 | 困𨋢
困喺 | 困在電梯 | 遇溺 | 溺水 | 觸電 | 漏電 | 電線外露 | 昏迷 | 暈倒 | 冇呼吸 | 沒有呼吸 | 無呼吸 | 流血
大量出血 | 心臟病發 | 斬人 | 持刀 | 拿刀 | 開槍 | 被打 | 自殺 | 跳樓 | 想死 | 輕生 | 企圖跳 | 有人受傷
有人重傷 | 受重傷 | 救命 | 炸彈 | 救護車 | 扬言 | 揚言
"""

HARMLESS = """
fire station | fire drill | fire hydrant | fire extinguisher | fire safety | fire services | fire service
fire exit | fire door | fire escape | fire alarm test | fire prevention | fire certificate | fire insurance
fire engine | firewall | no fire | not on fire | without fire | ambulance depot | ambulance station
knife shop | kitchen knife | false alarm | gas bill | gas meter | gas station | petrol station
campfire | camp fire | barbecue fire | fireworks | suicide prevention | blood donation
smoke free | no smoking | trapped dust | trapped rubbish | trapped water | 消防局 | 消防處 | 消防演習
火警演習 | 滅火筒 | 滅火器 | 消防栓 | 消防龍頭 | 消防通道 | 消防證書 | 消防安全 | 消防條例 | 防火 | 防火門
火警鐘測試 | 火災保險 | 火險 | 沒有火警 | 無火警 | 冇火警 | 沒有起火 | 誤鳴 | 救護站 | 煤氣費 | 煤氣錶
煤氣公司 | 漏電保護 | 漏電斷路器 | 預防自殺 | 防止自殺 | 捐血 | 煙花 | 沒有人受傷 | 無人受傷 | 冇人受傷
没有人受伤 | 被打擾 | 被打开 | 被打爛 | 被打碎 | 著火點 | 跳樓機 | 跳樓價
"""

# Words that hide a shorter word of another matter: a motorcycle (電單車) is no bicycle (單車).
COMPOUNDS = """
電單車 | 电单车 | 摩托車 | 電動車 | 燈飾 | 狗仔隊 | 水貨客
"""

ASKING = """
opening hours | office hours | opening time | how to apply | how do i apply | application form | where can i
what time | what are the hours | phone number of | address of | how much is | fee for | when does | when will
is it open | job vacancies | 開放時間 | 辦公時間 | 服務時間 | 如何申請 | 怎樣申請 | 點樣申請 | 申請表 | 幾點開
幾點關 | 電話號碼 | 地址是 | 收費 | 費用多少 | 幾時開 | 招聘 | 參觀 | 什么时候开 | 几点开门 | 怎么申请
"""


def phrases(block: str) -> list[str]:
    """The phrases of one of the blocks above."""
    return [phrase.strip() for line in block.splitlines() for phrase in line.split("|") if phrase.strip()]
