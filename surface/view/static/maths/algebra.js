// A rule's formula, as Python sends its structure: to be worked out, set and read aloud. Pure.
//
// An expression is a tree of nodes: { kind: "number", value }, { kind: "symbol", name }, { kind: "sum", terms:
// [{ minus, node }] }, { kind: "product", factors }, { kind: "quotient", over, under }, { kind: "root", of },
// { kind: "power", base, exponent }.

function childrenOf(node) {
  const { terms = [], factors = [], over, under, of, base, exponent } = node;
  return [...terms.map((term) => term.node), ...factors, over, under, of, base, exponent].filter(Boolean);
}

/** The names of the symbols in a tree, in the order in which they stand. */
export function symbolsIn(node) {
  return node.kind === "symbol" ? [node.name] : childrenOf(node).flatMap(symbolsIn);
}

/** The value of a tree, with the numbers of its symbols; worked out in the order that Python does. */
export function valueOf(node, numbers) {
  const value = (child) => valueOf(child, numbers);
  if (node.kind === "number") return node.value;
  if (node.kind === "symbol") return numbers[node.name];
  if (node.kind === "product") return node.factors.map(value).reduce((a, b) => a * b);
  if (node.kind === "quotient") return value(node.over) / value(node.under);
  if (node.kind === "root") return Math.sqrt(value(node.of));
  if (node.kind === "power") return value(node.base) ** value(node.exponent);
  return node.terms.reduce(
    (sum, { minus, node: term }, i) =>
      i ? (minus ? sum - value(term) : sum + value(term)) : minus ? -value(term) : value(term),
    0,
  );
}

/**
 * A tree set by a maker { leaf(node, guarded), sum([[sign, part]]), product(parts), quotient(over, under), root(of),
 * power(base, exponent), brackets(part) }. A leaf is guarded where a minus of its own would need brackets.
 */
export function setBy(make, node, guarded = false) {
  const { kind } = node;
  const inBrackets = (child, guard) =>
    child.kind === "sum" ? make.brackets(setBy(make, child)) : setBy(make, child, guard);
  if (kind === "product") return make.product(node.factors.map((factor, i) => inBrackets(factor, guarded || i > 0)));
  if (kind === "quotient") return make.quotient(setBy(make, node.over), setBy(make, node.under));
  if (kind === "root") return make.root(setBy(make, node.of));
  if (kind === "power") return make.power(inBrackets(node.base, true), setBy(make, node.exponent));
  if (kind === "sum")
    return make.sum(
      node.terms.map((term, i) => [term.minus ? "−" : i ? "+" : "", inBrackets(term.node, term.minus || i > 0)]),
    );
  return make.leaf(node, guarded);
}

/** A maker of one line of text; `words` says how each sign is written or spoken, `leaf` what stands for a symbol. */
export function textMaker(leaf, words) {
  const above = (text) => (/ (?:[+−]|plus|minus) /u.test(text) ? `(${text})` : text);
  const below = (text) => (text.includes(" ") ? `(${text})` : text);
  return {
    leaf,
    brackets: (part) => `(${part})`,
    product: (parts) => parts.join(words.times),
    sum: (terms) =>
      terms
        .map(([sign, part], i) =>
          i ? ` ${words[sign]} ${part}` : sign ? `${words[sign]}${words.afterSign}${part}` : part,
        )
        .join(""),
    quotient: (over, under) => `${above(over)}${words.over}${below(under)}`,
    root: (of) => `${words.root}${below(of)}`,
    power: (base, exponent) =>
      words.powers[exponent] ? words.powers[exponent](base) : `${base}${words.raised}${exponent}`,
  };
}

// "minus 2 squared" would be heard as −(2²), and "2 times 10 to the 5 squared" as 2 × (10⁵)².
const spokenPower = (noun, verb) => (base) =>
  /^\(?[−-]|\s/u.test(base) ? `the ${noun} of ${base.replace(/^\((.*)\)$/u, "$1")}` : `${base} ${verb}`;

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
