// Names as there is room for them: whole where they fit, else cut, and no two that differ are cut alike. Pure.

const DOTS = "…";
const LEAST = 3; // characters of a word that one would know again

// What a character takes at most, in a text of 12.5 pixels, in the usual fonts without serifs.
const THIN = /[\sfijlrtI.,:;'|!()[\]/-]/u;
const WIDE = /[mwMW@%…]/u;
const NONE = /[\p{M}\p{Cf}]/u;

/** @param {string} character */
function pixelsOf(character) {
  if (NONE.test(character)) return 0;
  if (THIN.test(character)) return 4.8;
  if (WIDE.test(character)) return 12.5;
  if (character > "\uffff") return 17; // signs and pictures
  if (character >= "\u1100") return 13.5; // as wide as they are high
  return /[a-z0-9_]/.test(character) ? 7.3 : 10;
}

/**
 * What a text takes at most, in pixels.
 * @param {string} text
 */
export const textWidth = (text) => [...text].reduce((sum, character) => sum + pixelsOf(character), 0);

/** @typedef {{ width: number, lines: number }} Room in pixels; and how many lines have room, one under another */
/** @typedef {(string[] | null)[]} Cuts of each name its lines, or null */
/** left: names that no other way has cut yet; first: the how manieth of all names its first one is. */
/** @typedef {{ names: string[], left: string[], room: Room, first: number }} Column */
/** @typedef {(column: Column) => Cuts} Way to cut the names of a column */

// --- a text in a room ----------------------------------------------------------------------------------------------

/**
 * A text over the lines of a room, broken between its words; null where it does not fit.
 * @param {string} text
 * @param {Room} room
 */
function broken(text, { width, lines }) {
  /** @type {string[]} */
  const made = [];
  for (const word of text.trim().split(/\s+/)) {
    const longer = made.length ? `${made[made.length - 1]} ${word}` : "";
    if (longer && textWidth(longer) <= width) made[made.length - 1] = longer;
    else made.push(word);
  }
  return made.length <= lines && made.every((line) => textWidth(line) <= width) ? made : null;
}

/**
 * A text on one line: whole, or as many of its first characters as fit before an ending.
 * @param {string} text
 * @param {Room} room
 * @param {string} [ending]
 */
function headOf(text, { width }, ending = DOTS) {
  if (textWidth(text) <= width) return text;
  let left = width - textWidth(ending);
  let fits = "";
  for (const character of text) {
    left -= pixelsOf(character);
    if (left < 0) break;
    fits += character;
  }
  return fits.trimEnd() + ending;
}

// --- the words of names --------------------------------------------------------------------------------------------

/**
 * The words of a name: two of "sepal length", "sepal_length", "Sepal.Length" and "sepalLength".
 * @param {string} name
 */
function wordsOf(name) {
  const apart = name.replace(/(\p{Ll}{2}|\d)(?=\p{Lu})/gu, "$1 ").replace(/(\p{L})[./-](?=\p{L})/gu, "$1 ");
  return apart.replaceAll("_", " ").trim().split(/\s+/);
}

/**
 * The words of names without those that all of them begin and end with; before a number alone a word stays.
 * @param {string[]} names
 */
function ownWords(names) {
  const all = names.map(wordsOf);
  if (all.length < 2) return all;
  const least = Math.min(...all.map((words) => words.length)) - 1; // of each one word stays
  /** @param {(words: string[], n: number) => string} at @param {number} most */
  const alike = (at, most) => {
    let n = 0;
    while (n < most && all.every((words) => at(words, n) === at(all[0], n))) n++;
    return n;
  };
  const first = alike((words, n) => words[n], least);
  const last = alike((words, n) => words[words.length - 1 - n], least - first);
  const from = first && all.some((words) => !/\p{L}/u.test(words[first])) ? first - 1 : first;
  return all.map((words) => words.slice(from, words.length - last));
}

/**
 * The first letter of a word; a number stays whole.
 * @param {string} word
 */
const initialOf = (word) => word.match(/^\P{L}*\d+$/u)?.[0] ?? word.match(/[\p{L}\p{N}]/u)?.[0] ?? word;

/**
 * Words of which the last alone is written out: "s.length".
 * @param {string[]} words
 */
const abbreviated = (words) => [...words.slice(0, -1).map(initialOf), words[words.length - 1]].join(".");

/**
 * How many characters all the names begin with alike.
 * @param {string[]} names
 */
function alikeAtFirst([first, ...rest]) {
  const characters = [...first];
  const others = rest.map((name) => [...name]);
  const end = characters.findIndex((character, n) => others.some((other) => other[n] !== character));
  return end < 0 ? characters.length : end;
}

// --- the ways to cut -----------------------------------------------------------------------------------------------

/** @param {(name: string, room: Room, place: number) => string[] | null} make @returns {Way} */
const eachName = (make) => (column) => column.names.map((name, n) => make(name, column.room, column.first + n));

/** @param {(words: string[], room: Room) => string[] | null} make @returns {Way} */
const eachWords = (make) => (column) => ownWords(column.names).map((words) => make(words, column.room));

/**
 * Words on a line each, of which something has to be left.
 * @param {string[]} words @param {Room} room
 */
function oneUnderAnother(words, room) {
  const cut = words.map((word) => headOf(word, room));
  return words.length <= room.lines && cut.every((line, n) => line === words[n] || line.length > LEAST) ? cut : null;
}

/** @type {Way[]} the one that says most first */
const WAYS = [
  eachName(broken),
  eachWords((words, room) => broken(words.join(" "), room)),
  eachWords((words, room) => broken(abbreviated(words), room)),
  eachName((name, room) => [headOf(name, room)]),
  eachWords(oneUnderAnother),
  eachWords((words, room) => [headOf(abbreviated(words), room)]),
  eachWords((words, room) => (words.length > 1 ? broken(words.map(initialOf).join(""), room) : null)),
  (column) => {
    const dropped = alikeAtFirst(column.left);
    return column.names.map((name) => [headOf(DOTS + [...name].slice(dropped).join(""), column.room)]);
  },
  ...[1, 2, 3].map((tail) => eachName((name, room) => [headOf(name, room, DOTS + [...name].slice(-tail).join(""))])),
  eachName((name, room, place) => [headOf(name, room, DOTS + place)]),
  eachName((_, __, place) => [DOTS + place]),
  eachName((_, __, place) => [place + DOTS]),
];

/**
 * Each name in lines, as there is room: no two that differ alike, as long as three characters have room.
 * @param {{ names: string[], room: Room }[]} columns
 * @returns {string[][][]} of each column, of each name, its lines
 */
export function shortNames(columns) {
  /** @type {Map<string, string>} */
  const taken = new Map(); // what is drawn -> the name that it stands for
  let first = 1;
  const all = columns.map(({ names, room }) => {
    first += names.length;
    return { names, room, first: first - names.length, made: names.map(() => /** @type {string[] | null} */ (null)) };
  });
  for (const way of WAYS) for (const column of all) cut(column, way, taken);
  return all.map(({ made }) => made.map((lines) => lines ?? [DOTS]));
}

/**
 * Cuts in one way the names of a column that are not cut yet, as far as each then means itself alone.
 * @param {Omit<Column, "left"> & { made: Cuts }} column
 * @param {Way} way
 * @param {Map<string, string>} taken
 */
function cut({ made, ...column }, way, taken) {
  const { names, room } = column;
  const left = names.filter((_, row) => !made[row]);
  if (!left.length) return;
  const cuts = way({ ...column, left }).map((lines, row) => (made[row] || lines?.[0] === DOTS ? null : lines));
  /** @type {Map<string, Set<string>>} */
  const meant = new Map();
  cuts.forEach((lines, row) => {
    const drawn = lines?.join(" ") ?? "";
    meant.set(drawn, (meant.get(drawn) ?? new Set()).add(names[row]));
  });
  cuts.forEach((lines, row) => {
    if (!lines?.every((line) => textWidth(line) <= room.width)) return;
    const [drawn, name] = [lines.join(" "), names[row]];
    if (meant.get(drawn)?.size !== 1 || (taken.get(drawn) ?? name) !== name) return;
    taken.set(drawn, name);
    made[row] = lines;
  });
}
