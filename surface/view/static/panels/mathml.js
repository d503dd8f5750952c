// A rule's formula as native MathML: with its symbols, or with numbers that are changed in place.

import { mathElement, setText } from "../base/dom.js";
import { setBy } from "../maths/algebra.js";

/** @param {...Node} parts */
const row = (...parts) => mathElement("mrow", {}, ...parts);
/** @param {string} text @param {Attributes} [attributes] */
const sign = (text, attributes = {}) => mathElement("mo", attributes, text);

/**
 * A symbol: "β₁" with its lowered digits below, "m̂" with its hat above.
 * @param {string} name
 */
export function mathSymbol(name) {
  const [, change, letter, hat, lowered] = /** @type {RegExpExecArray} */ (
    /^(Δ?)(\p{L})(\p{M}?)([₀-₉]*)$/u.exec(name.normalize("NFD"))
  );
  const base = mathElement("mi", {}, letter);
  const hatted = hat ? mathElement("mover", { accent: "true" }, base, sign("^", { stretchy: "false" })) : base;
  const digits = [...lowered].map((digit) => "₀₁₂₃₄₅₆₇₈₉".indexOf(digit)).join("");
  const whole = lowered ? mathElement("msub", {}, hatted, mathElement("mn", {}, digits)) : hatted;
  return change ? row(mathElement("mi", { mathvariant: "normal" }, change), whole) : whole;
}

/** @param {MathMLElement} base @param {MathMLElement} exponent */
function raisedTo(base, exponent) {
  return base.localName === "msub"
    ? mathElement("msubsup", {}, ...base.children, exponent)
    : mathElement("msup", {}, base, exponent);
}

/**
 * Makes the parts of a formula; `leaf` sets a symbol, `times` is what stands between factors.
 * @param {(name: string, guarded: boolean) => MathMLElement} leaf
 * @param {string} times
 * @returns {import("../maths/algebra.js").Maker<MathMLElement>}
 */
function mathMaker(leaf, times) {
  /** @param {MathMLElement} part @param {number} i */
  const factor = (part, i) => (i && times ? [sign(times), part] : [part]);
  return {
    leaf: (node, guarded) =>
      node.kind === "number" ? mathElement("mn", {}, String(node.value)) : leaf(node.name, guarded),
    brackets: (part) => row(sign("("), part, sign(")")),
    product: (parts) => row(...parts.flatMap(factor)),
    sum: (terms) =>
      row(...terms.flatMap(([text, part], i) => (text ? [sign(text, i ? {} : { form: "prefix" }), part] : [part]))),
    quotient: (over, under) => mathElement("mfrac", {}, over, under),
    root: (of) => mathElement("msqrt", {}, of),
    /** @param {MathMLElement} base @param {MathMLElement} exponent */
    power: (base, exponent) => raisedTo(base, exponent),
  };
}

/**
 * "v ← β v + g" as MathML; what is not renewed but only named has an equals sign: "Δw = −η v".
 * @param {Line} line
 */
export function mathStatement({ target, tree }) {
  return mathElement(
    "math",
    { displaystyle: "true" },
    row(mathSymbol(target), sign(target.startsWith("Δ") ? "=" : "←"), setBy(mathMaker(mathSymbol, ""), tree)),
  );
}

/**
 * A number that may need brackets for its minus, and where it is shown.
 * @param {boolean} guarded
 */
function mathNumber(guarded) {
  const [open, number, close] = [sign("("), mathElement("mn"), sign(")")];
  /** @param {string} text */
  const show = (text) => {
    setText(number, text);
    const bracketed = guarded && text.startsWith("−") ? "" : "none";
    for (const bracket of guarded ? [open, close] : [])
      if (bracket.style.display !== bracketed) bracket.style.display = bracketed;
  };
  return { node: guarded ? row(open, number, close) : number, show };
}

/**
 * The right side of a line with numbers for its symbols:
 * { node, show({ texts, result }) } changes the numbers in place.
 * @param {Line} line
 */
export function mathNumbers({ tree }) {
  /** @type {{ name: string, show(text: string): void }[]} */
  const numbers = [];
  /** @param {string} name @param {boolean} guarded */
  const leaf = (name, guarded) => {
    const { node, show } = mathNumber(guarded);
    numbers.push({ name, show });
    return node;
  };
  const body = setBy(mathMaker(leaf, "×"), tree);
  const result = mathElement("mn", { class: "formula-result" });
  const node = mathElement("math", { displaystyle: "true" }, row(body, sign("="), result));
  return {
    node,
    /** @param {Side} side */
    show({ texts, result: text }) {
      for (const { name, show } of numbers) show(texts[name]);
      setText(result, text);
    },
  };
}
