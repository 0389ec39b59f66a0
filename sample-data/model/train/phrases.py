"""Made-up pairs with numbers, prices, times and dates, which the corpora have too few of."""

import random

MONTHS = (
    "January February March April May June July August September October November December".split()
)
DAYS = dict(zip("日月火水木金土", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()))
THINGS = {
    "本": "books", "りんご": "apples", "切符": "tickets", "卵": "eggs", "写真": "pictures",
    "椅子": "chairs", "鍵": "keys", "手紙": "letters", "箱": "boxes", "傘": "umbrellas",
}  # fmt: skip
TEMPLATES = """
{n}円です。|It's {n} yen.
これは{n}円です。|This is {n} yen.
全部で{n}円になります。|That will be {n} yen in total.
値段は{n}円でした。|The price was {n} yen.
この{thing}は一つ{n}円です。|These {things} are {n} yen each.
{thing}を{s}個ください。|{s} {things}, please.
{thing}が{s}個あります。|There are {s} {things}.
彼は{thing}を{s}個買った。|He bought {s} {things}.
私は{age}歳です。|I am {age} years old.
彼女は来年{age}歳になる。|She will be {age} next year.
父は{age}歳のときに東京へ引っ越した。|My father moved to Tokyo when he was {age}.
{h}時です。|It's {h} o'clock.
会議は{h}時に始まります。|The meeting starts at {h} o'clock.
電車は{h}時{m}分に出ます。|The train leaves at {h}:{m}.
{h}時{m}分に駅で会いましょう。|Let's meet at the station at {h}:{m}.
店は午前{h}時から午後{h2}時まで開いています。|The store is open from {h} a.m. to {h2} p.m.
私は毎朝{h}時{m}分に起きます。|I get up at {h}:{m} every morning.
今日は{mo}月{d}日です。|Today is {month} {d}.
{y}年{mo}月{d}日|{month} {d}, {y}
私は{y}年{mo}月{d}日に生まれました。|I was born on {month} {d}, {y}.
彼は{y}年に東京で生まれた。|He was born in Tokyo in {y}.
この会社は{y}年に設立されました。|This company was founded in {y}.
会議は{mo}月{d}日の{h}時からです。|The meeting is at {h} o'clock on {month} {d}.
締め切りは{mo}月{d}日です。|The deadline is {month} {d}.
試験は{mo}月{d}日に行われます。|The exam will be held on {month} {d}.
{mo}月に日本へ行くつもりです。|I'm going to Japan in {month}.
{day}曜日に会いましょう。|Let's meet on {weekday}.
{mo}月{d}日は{day}曜日です。|{month} {d} is a {weekday}.
次の会議は{day}曜日の{h}時です。|The next meeting is on {weekday} at {h} o'clock.
気温は{s}度まで上がった。|The temperature went up to {s} degrees.
人口は約{s}万人です。|The population is about {s}0,000.
売り上げは{s}パーセント増えた。|Sales rose by {s} percent.
利用者の数は{n}人に増えた。|The number of users rose to {n}.
{n}人が集まった。|{n} people gathered.
駅まで歩いて{s}分かかります。|It takes {s} minutes to walk to the station.
ここから空港まで{s}キロあります。|It is {s} kilometers from here to the airport.
{s}年前に結婚しました。|I got married {s} years ago.
彼女は{s}年間フランス語を勉強している。|She has been studying French for {s} years.
{s}日後に戻ります。|I'll be back in {s} days.
部屋番号は{n}です。|The room number is {n}.
電話番号は{n}の{n2}です。|My phone number is {n}-{n2}.
{s}ページを開いてください。|Please open your book to page {s}.
"""
LINES = [tuple(line.split("|")) for line in TEMPLATES.strip().splitlines()]


def phrase(rng: random.Random) -> tuple[str, str]:
    japanese, english = rng.choice(LINES)
    values = {
        "n": str(rng.randint(1, 99) * 100) if rng.random() < 0.5 else str(rng.randint(100, 9999)),
        "n2": str(rng.randint(1000, 9999)),
        "s": str(rng.randint(2, 60)),
        "age": str(rng.randint(10, 90)),
        "h": str(rng.randint(2, 12)),
        "h2": str(rng.randint(3, 11)),
        "m": f"{rng.randint(10, 59)}",
        "y": str(rng.randint(1900, 2030)),
        "mo": (month := rng.randint(1, 12)),
        "month": MONTHS[month - 1],
        "d": str(rng.randint(1, 28)),
        "day": (day := rng.choice(list(DAYS))),
        "weekday": DAYS[day],
        "thing": (thing := rng.choice(list(THINGS))),
        "things": THINGS[thing],
    }
    return japanese.format(**values), english.format(**values)
