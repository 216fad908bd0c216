"""Emoji by Slack's names: what the page shows and which reactions exist."""

from __future__ import annotations

from types import MappingProxyType

_TABLE = """
+1 👍 -1 👎 100 💯 1234 🔢 8ball 🎱 adhesive_bandage 🩹 airplane ✈️ alarm_clock ⏰
alien 👽 ambulance 🚑 angel 👼 anger 💢 angry 😠 anguished 😧 apple 🍎 arrow_down ⬇️
arrow_forward ▶️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️ arrows_counterclockwise 🔄
art 🎨 astonished 😲 atom_symbol ⚛️ baby 👶 back 🔙 balloon 🎈 bamboo 🎍 banana 🍌
bangbang ‼️ bar_chart 📊 battery 🔋 bear 🐻 bee 🐝 beer 🍺 beers 🍻 bell 🔔 bento 🍱
bike 🚲 bird 🐦 birthday 🎂 black_circle ⚫ blossom 🌼 blue_book 📘 blue_heart 💙 blush 😊
boat ⛵ bomb 💣 book 📖 bookmark 🔖 books 📚 boom 💥 bouquet 💐 bow 🙇 brain 🧠 bread 🍞
briefcase 💼 broken_heart 💔 bug 🐛 building_construction 🏗️ bulb 💡 bus 🚌 cactus 🌵
cake 🍰 calendar 📅 camera 📷 candle 🕯️ candy 🍬 car 🚗 card_index 📇 carrot 🥕 cat 🐱
chair 🪑 champagne 🍾 chart_with_downwards_trend 📉 chart_with_upwards_trend 📈
checkered_flag 🏁 cherry_blossom 🌸 chestnut 🌰 clap 👏 clapper 🎬 clipboard 📋 clock1 🕐
closed_book 📕 cloud ☁️ clown_face 🤡 coffee ☕ cold_sweat 😰 compass 🧭 computer 💻
confetti_ball 🎊 confused 😕 construction 🚧 cookie 🍪 cool 🆒 cow 🐮 crab 🦀
crossed_fingers 🤞 crown 👑 cry 😢 crying_cat_face 😿 crystal_ball 🔮 curry 🍛 dancer 💃
dart 🎯 date 📅 deciduous_tree 🌳 desktop_computer 🖥️ diamond_shape_with_a_dot_inside 💠
disappointed 😞 dizzy 💫 dna 🧬 dog 🐶 dollar 💵 dolphin 🐬 door 🚪 droplet 💧 duck 🦆
ear 👂 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 egg 🥚 eight 8️⃣ email 📧
envelope ✉️ exclamation ❗ exploding_head 🤯 expressionless 😑 eye 👁️ eyes 👀
face_palm 🤦 face_with_monocle 🧐 face_with_rolling_eyes 🙄 factory 🏭 fearful 😨
file_folder 📁 fire 🔥 fire_engine 🚒 first_place_medal 🥇 fish 🐟 fist ✊ five 5️⃣
flashlight 🔦 flushed 😳 fog 🌫️ four 4️⃣ four_leaf_clover 🍀 fox_face 🦊 frog 🐸
gear ⚙️ gem 💎 ghost 👻 gift 🎁 globe_with_meridians 🌐 grapes 🍇 green_apple 🍏
green_heart 💚 grey_question ❔ grimacing 😬 grin 😁 grinning 😀 guitar 🎸 hammer 🔨
hammer_and_wrench 🛠️ hand ✋ handshake 🤝 hatched_chick 🐥 hatching_chick 🐣 headphones 🎧
hear_no_evil 🙉 heart ❤️ heart_eyes 😍 heartpulse 💗 heavy_check_mark ✔️
heavy_minus_sign ➖ heavy_plus_sign ➕ herb 🌿 hibiscus 🌺 hocho 🔪 honey_pot 🍯 horse 🐴
hospital 🏥 hot_pepper 🌶️ hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗
hushed 😯 ice_cream 🍨 inbox_tray 📥 information_source ℹ️ innocent 😇 jack_o_lantern 🎃
joy 😂 key 🔑 kiss 💋 knot 🪢 label 🏷️ ladder 🪜 laughing 😆 leaves 🍃 lemon 🍋 link 🔗
lock 🔒 loudspeaker 📢 lotus_position 🧘 mag 🔍 mag_right 🔎 magnet 🧲 mailbox 📫
maple_leaf 🍁 mask 😷 mechanical_arm 🦾 medal 🏅 mega 📣 melon 🍈 memo 📝 microphone 🎤
microscope 🔬 mirror 🪞 money_mouth_face 🤑 moneybag 💰 monkey 🐒 moon 🌔 mountain ⛰️
mouse 🐭 movie_camera 🎥 muscle 💪 musical_note 🎵 nerd_face 🤓 neutral_face 😐 new 🆕
newspaper 📰 night_with_stars 🌃 nine 9️⃣ no_bell 🔕 no_entry ⛔ no_entry_sign 🚫
no_good 🙅 notebook 📓 ocean 🌊 octopus 🐙 ok 🆗 ok_hand 👌 one 1️⃣ open_hands 👐
open_mouth 😮 orange_book 📙 outbox_tray 📤 owl 🦉 package 📦 panda_face 🐼 paperclip 📎
partying_face 🥳 pencil 📝 pencil2 ✏️ penguin 🐧 pensive 😔 persevere 😣 phone ☎️
pill 💊 pineapple 🍍 pizza 🍕 playground_slide 🛝 pleading_face 🥺 point_down 👇
point_left 👈 point_right 👉 point_up ☝️ point_up_2 👆 police_car 🚓 poop 💩
potted_plant 🪴 pray 🙏 purple_heart 💜 pushpin 📌 question ❓ rabbit 🐰 racing_car 🏎️
rainbow 🌈 raised_hand ✋ raised_hands 🙌 ramen 🍜 recycle ♻️ red_circle 🔴 relaxed ☺️
relieved 😌 repeat 🔁 rice 🍚 rice_ball 🍙 robot_face 🤖 rocket 🚀
rolling_on_the_floor_laughing 🤣 rose 🌹 rotating_light 🚨 running 🏃 sake 🍶 salt 🧂
satellite 📡 scales ⚖️ school 🏫 scissors ✂️ scream 😱 scroll 📜 second_place_medal 🥈
see_no_evil 🙈 seedling 🌱 seven 7️⃣ shield 🛡️ ship 🚢 shrug 🤷 sign_of_the_horns 🤘
six 6️⃣ skull 💀 sleeping 😴 sleepy 😪 slightly_frowning_face 🙁 slightly_smiling_face 🙂
small_blue_diamond 🔹 smile 😄 smiley 😃 smirk 😏 snail 🐌 snake 🐍 snowflake ❄️
snowman ⛄ sob 😭 sos 🆘 sparkle ❇️ sparkles ✨ sparkling_heart 💖 speak_no_evil 🙊
speech_balloon 💬 spiral_calendar_pad 🗓️ spiral_note_pad 🗒️ spiral_shell 🐚 star ⭐
star2 🌟 star-struck 🤩 stethoscope 🩺 stopwatch ⏱️ strawberry 🍓 stuck_out_tongue 😛
sun_with_face 🌞 sunflower 🌻 sunglasses 😎 sunny ☀️ sunrise 🌅 sushi 🍣 sweat 😓
sweat_drops 💦 sweat_smile 😅 syringe 💉 tada 🎉 taxi 🚕 tea 🍵 telescope 🔭 test_tube 🧪
thermometer 🌡️ thinking_face 🤔 third_place_medal 🥉 thought_balloon 💭 three 3️⃣
ticket 🎫 tiger 🐯 toolbox 🧰 triangular_flag_on_post 🚩 triangular_ruler 📐 trophy 🏆
truck 🚚 turtle 🐢 two 2️⃣ umbrella ☔ unamused 😒 unicorn_face 🦄 unlock 🔓
upside_down_face 🙃 v ✌️ vibration_mode 📳 warning ⚠️ watch ⌚ wave 👋 weary 😩 whale 🐳
wheelchair ♿ white_check_mark ✅ white_circle ⚪ wink 😉 wolf 🐺 woman-shrugging 🤷
world_map 🗺️ worried 😟 wrench 🔧 x ❌ yellow_heart 💛 yum 😋 zap ⚡ zero 0️⃣ zzz 💤
"""

_PARTS = _TABLE.split()
EMOJI: MappingProxyType[str, str] = MappingProxyType(
    dict(zip(_PARTS[::2], _PARTS[1::2], strict=True))
)
"""Name → character."""

ALIASES: MappingProxyType[str, str] = MappingProxyType(
    {
        "thumbsup": "+1",
        "thumbsdown": "-1",
        "satisfied": "laughing",
        "honeybee": "bee",
        "hankey": "poop",
        "shit": "poop",
        "telephone": "phone",
        "red_car": "car",
        "collision": "boom",
        "sailboat": "boat",
        "simple_smile": "slightly_smiling_face",
        "thinking": "thinking_face",
        "heavy_exclamation_mark": "exclamation",
    }
)
"""Other names, and the one that Slack uses in events."""


def known_name(name: str) -> bool:
    """Whether a reaction of this name (a skin tone may follow) exists."""
    base, _, tone = name.partition("::")
    if tone and tone not in {f"skin-tone-{n}" for n in range(2, 7)}:
        return False
    return base in EMOJI or base in ALIASES


def plain_name(name: str) -> str:
    """The name that Slack uses for it."""
    base, sep, tone = name.partition("::")
    return ALIASES.get(base, base) + sep + tone
