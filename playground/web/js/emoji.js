// @ts-check
/** Common short codes. Format of the table: "name character" pairs, grouped for the picker. */
import { h, icon } from "./dom.js";
import { canDraw } from "./glyphs.js";

const GROUPS = {
  Often: "+1 👍,bulb 💡,pray 🙏,heart ❤️,joy 😂,tada 🎉,eyes 👀,white_check_mark ✅,fire 🔥,raised_hands 🙌,thinking_face 🤔,clap 👏",
  Faces: "smile 😄,grinning 😀,smiley 😃,grin 😁,laughing 😆,sweat_smile 😅,rolling_on_the_floor_laughing 🤣,slightly_smiling_face 🙂,upside_down_face 🙃,wink 😉,blush 😊,innocent 😇,heart_eyes 😍,star-struck 🤩,kissing_heart 😘,yum 😋,stuck_out_tongue 😛,zany_face 🤪,hugging_face 🤗,shushing_face 🤫,neutral_face 😐,expressionless 😑,smirk 😏,unamused 😒,face_with_rolling_eyes 🙄,grimacing 😬,relieved 😌,pensive 😔,sleepy 😪,sleeping 😴,mask 😷,face_with_thermometer 🤒,nauseated_face 🤢,sneezing_face 🤧,hot_face 🥵,cold_face 🥶,exploding_head 🤯,sunglasses 😎,nerd_face 🤓,confused 😕,worried 😟,slightly_frowning_face 🙁,open_mouth 😮,flushed 😳,cry 😢,sob 😭,scream 😱,tired_face 😫,yawning_face 🥱,triumph 😤,angry 😠,skull 💀,clown_face 🤡,ghost 👻,robot_face 🤖,see_no_evil 🙈,facepalm 🤦,shrug 🤷",
  Hands: "wave 👋,ok_hand 👌,v ✌️,crossed_fingers 🤞,point_left 👈,point_right 👉,point_up_2 👆,point_down 👇,-1 👎,fist ✊,facepunch 👊,muscle 💪,writing_hand ✍️,handshake 🤝,ear 👂,brain 🧠,speaking_head_in_silhouette 🗣️,busts_in_silhouette 👥",
  Nature: "dog 🐶,cat 🐱,chipmunk 🐿️,fox_face 🦊,bear 🐻,panda_face 🐼,frog 🐸,monkey 🐵,chicken 🐔,penguin 🐧,owl 🦉,bee 🐝,bug 🐛,turtle 🐢,octopus 🐙,whale 🐳,fish 🐟,cherry_blossom 🌸,sunflower 🌻,rose 🌹,seedling 🌱,evergreen_tree 🌲,cactus 🌵,four_leaf_clover 🍀,maple_leaf 🍁,mushroom 🍄,earth_africa 🌍,sunny ☀️,partly_sunny ⛅,cloud ☁️,rain_cloud 🌧️,umbrella ☔,zap ⚡,snowflake ❄️,snowman ⛄,ocean 🌊,rainbow 🌈,star ⭐,star2 🌟,sparkles ✨,dizzy 💫,moon 🌔,full_moon 🌕",
  Food: "apple 🍎,banana 🍌,peach 🍑,strawberry 🍓,tomato 🍅,corn 🌽,carrot 🥕,bread 🍞,cheese_wedge 🧀,egg 🥚,pizza 🍕,hamburger 🍔,sandwich 🥪,rice_ball 🍙,rice 🍚,bento 🍱,curry 🍛,ramen 🍜,oden 🍢,sushi 🍣,dango 🍡,ice_cream 🍨,shaved_ice 🍧,cake 🍰,birthday 🎂,cookie 🍪,chocolate_bar 🍫,candy 🍬,coffee ☕,tea 🍵,beer 🍺,beers 🍻,wine_glass 🍷,fried_shrimp 🍤",
  Things: "rocket 🚀,ship 🚢,anchor ⚓,sailboat ⛵,bike 🚲,bus 🚌,ambulance 🚑,hospital 🏥,house 🏠,office 🏢,convenience_store 🏪,stopwatch ⏱️,alarm_clock ⏰,hourglass ⌛,calendar 📆,date 📅,bell 🔔,no_bell 🔕,mega 📣,loudspeaker 📢,mag 🔍,bookmark 🔖,books 📚,book 📖,notebook 📓,memo 📝,pencil2 ✏️,paperclip 📎,pushpin 📌,clipboard 📋,chart_with_upwards_trend 📈,chart_with_downwards_trend 📉,bar_chart 📊,file_folder 📁,card_index 📇,card_index_dividers 🗂️,package 📦,email ✉️,inbox_tray 📥,outbox_tray 📤,computer 💻,iphone 📱,camera 📷,key 🔑,lock 🔒,unlock 🔓,hammer 🔨,wrench 🔧,gear ⚙️,test_tube 🧪,microscope 🔬,telescope 🔭,syringe 💉,pill 💊,stethoscope 🩺,thermometer 🌡️,dart 🎯,game_die 🎲,jigsaw 🧩,art 🎨,musical_note 🎵,guitar 🎸,trophy 🏆,medal 🏅,gift 🎁,balloon 🎈,door 🚪,fireworks 🎆,ghost 👻,moneybag 💰,shopping_trolley 🛒,compass 🧭,world_map 🗺️,construction 🚧,rotating_light 🚨,fire_extinguisher 🧯,broom 🧹,crystal_ball 🔮,lotus_position 🧘,gift_heart 💝",
  Signs: "orange_heart 🧡,yellow_heart 💛,green_heart 💚,blue_heart 💙,purple_heart 💜,broken_heart 💔,100 💯,boom 💥,sweat_drops 💦,speech_balloon 💬,thought_balloon 💭,zzz 💤,x ❌,heavy_check_mark ✔️,heavy_plus_sign ➕,heavy_minus_sign ➖,warning ⚠️,no_entry ⛔,no_entry_sign 🚫,question ❓,grey_question ❔,exclamation ❗,bangbang ‼️,information_source ℹ️,recycle ♻️,repeat 🔁,arrows_counterclockwise 🔄,arrow_right ➡️,arrow_left ⬅️,arrow_up ⬆️,arrow_down ⬇️,leftwards_arrow_with_hook ↩️,link 🔗,red_circle 🔴,large_orange_circle 🟠,large_yellow_circle 🟡,large_green_circle 🟢,large_blue_circle 🔵,large_purple_circle 🟣,white_circle ⚪,black_circle ⚫,checkered_flag 🏁,triangular_flag_on_post 🚩,one 1️⃣,two 2️⃣,three 3️⃣,four 4️⃣,five 5️⃣,six 6️⃣,cyclone 🌀,infinity ♾️,new 🆕,ok 🆗,sos 🆘,heavy_dollar_sign 💲",
};

const ALIASES = {
  thumbsup: "+1", thumbsdown: "-1", thinking: "thinking_face", simple_smile: "slightly_smiling_face",
  rofl: "rolling_on_the_floor_laughing", smiley_cat: "cat", hankey: "skull", punch: "facepunch",
  light_bulb: "bulb", hugs: "hugging_face", envelope: "email", satisfied: "laughing", robot: "robot_face",
  face_palm: "facepalm", umbrella_with_rain_drops: "umbrella", rice_cracker: "rice_ball", eye: "eyes",
  green_circle: "large_green_circle", blue_circle: "large_blue_circle", yellow_circle: "large_yellow_circle",
  orange_circle: "large_orange_circle", purple_circle: "large_purple_circle", spiral: "cyclone",
};

/** @type {Map<string, string> | null} */
let table = null;

/** Name → character, built when first asked for. @returns {Map<string, string>} */
function names() {
  if (table) return table;
  table = new Map();
  for (const list of Object.values(GROUPS)) {
    for (const pair of list.split(",")) {
      const at = pair.indexOf(" ");
      table.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
  return table;
}

/** More names, from the server; the built-in ones stay. @param {Record<string, string>} more */
export function addEmoji(more) {
  const map = names();
  for (const [name, char] of Object.entries(more)) if (!map.has(name)) map.set(name, char);
}

/** The character of a short code, or null. @param {string} name */
export function emojiChar(name) {
  const bare = name.replace(/::skin-tone-\d$/, "");
  const map = names();
  return map.get(bare) || map.get(ALIASES[/** @type {keyof typeof ALIASES} */ (bare)] || "") || null;
}

/** Own drawings for systems without an emoji font. */
const DRAWN = { white_check_mark: "check", x: "close", warning: "warning", bulb: "bulb", "+1": "thumb", thumbsup: "thumb", pray: "hands", heart: "heart" };

/** What is seen: the character, or where the system cannot draw it the page's own drawing or the short code. @param {string} name @param {string} char */
export function emojiFace(name, char) {
  if (canDraw(char)) return document.createTextNode(char);
  const drawn = DRAWN[/** @type {"bulb"} */ (name)];
  return drawn ? icon(/** @type {"bulb"} */ (drawn)) : h("span", { class: "emoji-words" }, `:${name}:`);
}

/** A node that shows it, or null when the code is unknown. @param {string} name */
export function emojiNode(name) {
  const char = emojiChar(name);
  return char ? h("span", { class: "emoji", role: "img", "aria-label": `:${name}:`, title: `:${name}:` }, emojiFace(name, char)) : null;
}

/** Groups for the picker: [title, [name, character][]]. @returns {[string, [string, string][]][]} */
export function emojiGroups() {
  return Object.entries(GROUPS).map(([title, list]) => [
    title,
    list.split(",").map((p) => /** @type {[string, string]} */ ([p.slice(0, p.indexOf(" ")), p.slice(p.indexOf(" ") + 1)]))
      .filter(([name, char]) => name in DRAWN || canDraw(char)),
  ]);
}

/** Names that contain the words, best first. @param {string} query @param {number} limit */
export function findEmoji(query, limit) {
  const q = query.toLowerCase().replace(/[\s:]/g, "_");
  const hits = [...names()].filter(([n]) => n.includes(q));
  hits.sort((a, b) => Number(b[0].startsWith(q)) - Number(a[0].startsWith(q)) || a[0].length - b[0].length);
  return hits.slice(0, limit);
}
