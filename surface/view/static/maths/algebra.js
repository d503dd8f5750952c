// A rule's formula, as Python sends its structure: to be worked out, set and read aloud. Pure.
//
// An expression is a tree of nodes: { kind: "number", value }, { kind: "symbol", name }, { kind: "sum", terms:
// [{ minus, node }] }, { kind: "product", factors }, { kind: "quotient", over, under }, { kind: "root", of },
// { kind: "power", base, exponent }.

/** @param {any} node */
function childrenOf(node) {
  const { terms = [], factors = [], over, under, of, base, exponent } = node;
  return [...terms.map((/** @type {any} */ term) => term.node), ...factors, over, under, of, base, exponent].filter(
    Boolean,
  );
}

/**
 * The names of the symbols in a tree, in the order in which they stand.
 * @param {any} node
 * @returns {string[]}
 */
export function symbolsIn(node) {
  return node.kind === "symbol" ? [node.name] : childrenOf(node).flatMap(symbolsIn);
}

/**
 * The value of a tree, with the numbers of its symbols; worked out in the order that Python does.
 * @param {any} node
 * @param {Record<string, number>} numbers
 * @returns {number}
 */
export function resultOfTree(node, numbers) {
  /** @param {Tree} child */
  const value = (child) => resultOfTree(child, numbers);
  if (node.kind === "number") return node.value;
  if (node.kind === "symbol") return numbers[node.name];
  if (node.kind === "product")
    return node.factors.map(value).reduce((/** @type {any} */ a, /** @type {any} */ b) => a * b);
  if (node.kind === "quotient") return value(node.over) / value(node.under);
  if (node.kind === "root") return Math.sqrt(value(node.of));
  if (node.kind === "power") return value(node.base) ** value(node.exponent);
  return node.terms.reduce(
    (/** @type {any} */ sum, /** @type {any} */ { minus, node: term }, /** @type {number} */ i) =>
      i ? (minus ? sum - value(term) : sum + value(term)) : minus ? -value(term) : value(term),
    0,
  );
}

/**
 * A tree set by a maker { leaf(node, guarded), sum([[sign, part]]), product(parts), quotient(over, under), root(of),
 * power(base, exponent), brackets(part) }. A leaf is guarded where a minus of its own would need brackets.
 * @param {any} make
 * @param {any} node
 * @param {boolean} [guarded]
 * @returns {any}
 */
export function setBy(make, node, guarded = false) {
  const { kind } = node;
  /** @param {Tree} child @param {any} guard */
  const inBrackets = (child, guard) =>
    child.kind === "sum" ? make.brackets(setBy(make, child)) : setBy(make, child, guard);
  if (kind === "product")
    return make.product(
      node.factors.map((/** @type {any} */ factor, /** @type {number} */ i) => inBrackets(factor, guarded || i > 0)),
    );
  if (kind === "quotient") return make.quotient(setBy(make, node.over), setBy(make, node.under));
  if (kind === "root") return make.root(setBy(make, node.of));
  if (kind === "power") return make.power(inBrackets(node.base, true), setBy(make, node.exponent));
  if (kind === "sum")
    return make.sum(
      node.terms.map((/** @type {any} */ term, /** @type {number} */ i) => [
        term.minus ? "−" : i ? "+" : "",
        inBrackets(term.node, term.minus || i > 0),
      ]),
    );
  return make.leaf(node, guarded);
}

/**
 * A maker of one line of text; `words` says how each sign is written or spoken, `leaf` what stands for a symbol.
 * @param {any} leaf
 * @param {any} words
 */
export function textMaker(leaf, words) {
  /** @param {string} text */
  const above = (text) => (/ (?:[+−]|plus|minus) /u.test(text) ? `(${text})` : text);
  /** @param {string} text */
  const below = (text) => (text.includes(" ") ? `(${text})` : text);
  return {
    leaf,
    /** @param {number} part */
    brackets: (part) => `(${part})`,
    /** @param {Part[]} parts */
    product: (parts) => parts.join(words.times),
    /** @param {any} terms */
    sum: (terms) =>
      terms
        .map((/** @type {any} */ [sign, part], /** @type {number} */ i) =>
          i ? ` ${words[sign]} ${part}` : sign ? `${words[sign]}${words.afterSign}${part}` : part,
        )
        .join(""),
    /** @param {string} over @param {any} under */
    quotient: (over, under) => `${above(over)}${words.over}${below(under)}`,
    /** @param {any} of */
    root: (of) => `${words.root}${below(of)}`,
    /** @param {any} base @param {number} exponent */
    power: (base, exponent) =>
      words.powers[exponent] ? words.powers[exponent](base) : `${base}${words.raised}${exponent}`,
  };
}

// "minus 2 squared" would be heard as −(2²), and "2 times 10 to the 5 squared" as 2 × (10⁵)².
/** @param {string} noun @param {string} verb */
const spokenPower = (noun, verb) => (/** @type {any} */ base) =>
  /^\(?[−-]|\s/u.test(base) ? `the ${noun} of ${base.replace(/^\((.*)\)$/u, "$1")}` : `${base} ${verb}`;

export const WRITTEN = {
  times: " × ",
  over: " / ",
  root: "√",
  raised: "^",
  powers: { 2: (/** @type {any} */ base) => `${base}²`, 3: (/** @type {any} */ base) => `${base}³` },
  "+": "+",
  "−": "−",
  afterSign: "",
};
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
