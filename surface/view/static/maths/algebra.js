// A rule's formula, as Python sends its structure: to be worked out, set and read aloud. Pure.
//
// An expression is a tree of nodes: { kind: "number", value }, { kind: "symbol", name }, { kind: "sum", terms:
// [{ minus, node }] }, { kind: "product", factors }, { kind: "quotient", over, under }, { kind: "root", of },
// { kind: "power", base, exponent }, { kind: "call", name, of: its arguments }.

/**
 * What sets a tree: each of these makes one part of what it has made of the parts below. A leaf is guarded where a
 * minus of its own would need brackets.
 * @template Made
 * @typedef {Object} Maker
 * @property {(node: Leaf, guarded: boolean) => Made} leaf
 * @property {(part: Made) => Made} brackets
 * @property {(parts: Made[]) => Made} product
 * @property {(terms: [Sign, Made][]) => Made} sum
 * @property {(over: Made, under: Made) => Made} quotient
 * @property {(of: Made) => Made} root
 * @property {(base: Made, exponent: Made) => Made} power
 */

/** How each sign is written or spoken; `powers` has the exponents with a way of their own. */
/** @typedef {Record<"times" | "over" | "root" | "raised" | "+" | "−" | "afterSign", string>} SignWords */
/** @typedef {SignWords & { powers: Record<string, (base: string) => string> }} Wording */

/** @type {Record<string, (...of: number[]) => number>} */
export const FUNCTIONS = { cos: (angle) => Math.cos(angle), min: Math.min, floor: (value) => Math.floor(value) };

/** @param {Tree} node @returns {Tree[]} */
function childrenOf(node) {
  if (node.kind === "sum") return node.terms.map((term) => term.node);
  if (node.kind === "product") return node.factors;
  if (node.kind === "quotient") return [node.over, node.under];
  if (node.kind === "root") return [node.of];
  if (node.kind === "call") return node.of;
  return node.kind === "power" ? [node.base, node.exponent] : [];
}

/**
 * The names of the symbols in a tree, in the order in which they stand.
 * @param {Tree} node
 * @returns {string[]}
 */
export function symbolsIn(node) {
  return node.kind === "symbol" ? [node.name] : childrenOf(node).flatMap(symbolsIn);
}

/**
 * The value of a tree, with the numbers of its symbols; worked out in the order that Python does.
 * @param {Tree} node
 * @param {Record<string, number>} numbers
 * @returns {number}
 */
export function resultOfTree(node, numbers) {
  /** @param {Tree} child */
  const value = (child) => resultOfTree(child, numbers);
  if (node.kind === "number") return node.value;
  if (node.kind === "symbol") return numbers[node.name];
  if (node.kind === "product") return node.factors.map(value).reduce((a, b) => a * b);
  if (node.kind === "quotient") return value(node.over) / value(node.under);
  if (node.kind === "root") return Math.sqrt(value(node.of));
  if (node.kind === "call") return FUNCTIONS[node.name](...node.of.map(value));
  if (node.kind === "power") return value(node.base) ** value(node.exponent);
  return node.terms.reduce(
    (sum, { minus, node: term }, i) =>
      i ? (minus ? sum - value(term) : sum + value(term)) : minus ? -value(term) : value(term),
    0,
  );
}

/**
 * A tree set by a maker.
 * @template Made
 * @param {Maker<Made>} make
 * @param {Tree} node
 * @param {boolean} [guarded]
 * @returns {Made}
 */
export function setBy(make, node, guarded = false) {
  /** @param {Tree} child @param {boolean} guard */
  const inBrackets = (child, guard) =>
    child.kind === "sum" ? make.brackets(setBy(make, child)) : setBy(make, child, guard);
  if (node.kind === "product")
    return make.product(node.factors.map((factor, i) => inBrackets(factor, guarded || i > 0)));
  if (node.kind === "quotient") return make.quotient(setBy(make, node.over), setBy(make, node.under));
  if (node.kind === "root") return make.root(setBy(make, node.of));
  if (node.kind === "call") {
    const name = make.leaf({ kind: "symbol", name: node.name }, false);
    return make.product([name, ...node.of.map((part) => make.brackets(setBy(make, part)))]);
  }
  if (node.kind === "power") return make.power(inBrackets(node.base, true), setBy(make, node.exponent));
  if (node.kind === "sum")
    return make.sum(
      node.terms.map((term, i) => [term.minus ? "−" : i ? "+" : "", inBrackets(term.node, term.minus || i > 0)]),
    );
  return make.leaf(node, guarded);
}

/**
 * A maker of one line of text; `words` says how each sign is written or spoken, `leaf` what stands for a symbol.
 * @param {Maker<string>["leaf"]} leaf
 * @param {Wording} words
 * @returns {Maker<string>}
 */
export function textMaker(leaf, words) {
  /** @param {string} text */
  const above = (text) => (/ (?:[+−]|plus|minus) /u.test(text) ? `(${text})` : text);
  /** @param {string} text */
  const below = (text) => (text.includes(" ") ? `(${text})` : text);
  /** @param {[Sign, string]} term @param {number} i */
  const signed = ([sign, part], i) => {
    if (!sign) return part;
    return i ? ` ${words[sign]} ${part}` : `${words[sign]}${words.afterSign}${part}`;
  };
  return {
    leaf,
    brackets: (part) => `(${part})`,
    product: (parts) => parts.join(words.times),
    sum: (terms) => terms.map(signed).join(""),
    quotient: (over, under) => `${above(over)}${words.over}${below(under)}`,
    root: (of) => `${words.root}${below(of)}`,
    power: (base, exponent) =>
      words.powers[exponent] ? words.powers[exponent](base) : `${base}${words.raised}${exponent}`,
  };
}

// "minus 2 squared" would be heard as −(2²), and "2 times 10 to the 5 squared" as 2 × (10⁵)².
/** @param {string} noun @param {string} verb @returns {(base: string) => string} */
const spokenPower = (noun, verb) => (base) =>
  /^\(?[−-]|\s/u.test(base) ? `the ${noun} of ${base.replace(/^\((.*)\)$/u, "$1")}` : `${base} ${verb}`;

/** @type {Wording} */
export const WRITTEN = {
  times: " × ",
  over: " / ",
  root: "√",
  raised: "^",
  powers: { 2: (base) => `${base}²`, 3: (base) => `${base}³` },
  "+": "+",
  "−": "−",
  afterSign: "",
};
/** @type {Wording} */
export const SPOKEN = {
  times: " times ",
  over: " divided by ",
  root: "the root of ",
  raised: " to the power ",
  powers: { 2: spokenPower("square", "squared"), 3: spokenPower("cube", "cubed") },
  "+": "plus",
  "−": "minus",
  afterSign: " ",
};
