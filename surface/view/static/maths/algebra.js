// A rule's formula as it is written, "v ← β v + g;  w ← w − η v", taken apart: to be set,
// worked out and read aloud. Pure.
//
// A formula is a row of assignments. What it knows: + and −, products side by side, / with the whole product before it
// above the line, √, ², powers like ᵗ, and brackets. A symbol is a letter, with a Δ before it,
// a hat or lowered digits if need be.

const SIGNS_OF_FORMULA =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<symbol>Δ?[\p{Ll}\p{Lu}]\p{M}*[₀-₉]*)|(?<power>[²³ᵗ])|(?<sign>[+−\-/()√]))\s*/uy;
const POWERS = { "²": { number: 2 }, "³": { number: 3 }, ᵗ: { symbol: "t" } };

function tokensOf(text) {
  const tokens = [];
  SIGNS_OF_FORMULA.lastIndex = 0;
  while (SIGNS_OF_FORMULA.lastIndex < text.length) {
    const at = SIGNS_OF_FORMULA.lastIndex;
    const found = SIGNS_OF_FORMULA.exec(text);
    if (!found) throw new Error(`a formula cannot hold "${text.slice(at)}"`);
    const [kind, value] = Object.entries(found.groups).find(([, part]) => part !== undefined);
    tokens.push({ kind, value: value === "-" ? "−" : value });
  }
  return tokens;
}

/** The tree of an expression: nodes { kind, … }, leaves { kind: "symbol", name } and { kind: "number", value }. */
export function parsedExpression(text) {
  const tokens = tokensOf(text);
  let at = 0;
  const next = (value) => tokens[at]?.kind === "sign" && tokens[at].value === value;
  const take = (value) => next(value) && ++at > 0;

  function sum() {
    const terms = [];
    do {
      const minus = take("−");
      if (!minus) take("+");
      terms.push({ minus, node: product() });
    } while (next("+") || next("−"));
    return terms.length === 1 && !terms[0].minus ? terms[0].node : { kind: "sum", terms };
  }

  function product() {
    let factors = [power()];
    while (at < tokens.length && !["+", "−", ")"].some(next)) {
      if (take("/")) factors = [{ kind: "quotient", over: timesOf(factors), under: power() }];
      else factors.push(power());
    }
    return timesOf(factors);
  }

  function power() {
    const base = atom();
    if (tokens[at]?.kind !== "power") return base;
    const { number, symbol } = POWERS[tokens[at++].value];
    return {
      kind: "power",
      base,
      exponent: symbol ? { kind: "symbol", name: symbol } : { kind: "number", value: number },
    };
  }

  function atom() {
    if (take("√")) return { kind: "root", of: atom() };
    if (take("(")) {
      const inside = sum();
      if (!take(")")) throw new Error(`a bracket is not closed in "${text}"`);
      return inside;
    }
    const token = tokens[at++];
    if (token?.kind === "number") return { kind: "number", value: Number(token.value) };
    if (token?.kind === "symbol") return { kind: "symbol", name: token.value };
    throw new Error(`something is missing in "${text}"`);
  }

  const tree = sum();
  if (at < tokens.length) throw new Error(`"${text}" goes on where it should end`);
  return tree;
}

function timesOf(factors) {
  return factors.length === 1 ? factors[0] : { kind: "product", factors };
}

/** The assignments of a rule's formula: [{ target, tree }]. */
export function parsedFormula(formula) {
  return formula.split(";").map((statement) => {
    const [target, expression] = statement.split("←");
    return { target: target.trim(), tree: parsedExpression(expression) };
  });
}

/** What an assignment w ← w − η v adds to w: the tree of −η v. */
export function changeOf({ target, tree }) {
  const [first, ...rest] = tree.kind === "sum" ? tree.terms : [];
  if (first?.minus !== false || first.node.name !== target || !rest.length)
    throw new Error(`a rule must end in "${target} ← ${target} + …"`);
  return rest.length === 1 && !rest[0].minus ? rest[0].node : { kind: "sum", terms: rest };
}

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
