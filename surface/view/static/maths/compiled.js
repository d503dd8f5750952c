// A formula's expression as a function, to be worked out for every step. Pure.

import { FUNCTIONS } from "./algebra.js";

/**
 * A tree as a function of the numbers of its symbols, each in a place of its own; the order of the operations is that
 * of `resultOfTree`, and of Python.
 * @param {Tree} node
 * @param {(name: string) => number} placeOf
 * @returns {(numbers: Float64Array) => number}
 */
export function compiled(node, placeOf) {
  /** @param {Tree} child */
  const made = (child) => compiled(child, placeOf);
  if (node.kind === "number") return () => node.value;
  if (node.kind === "symbol") {
    const place = placeOf(node.name);
    return (numbers) => numbers[place];
  }
  if (node.kind === "root") {
    const of = made(node.of);
    return (numbers) => Math.sqrt(of(numbers));
  }
  if (node.kind === "call") {
    const of = node.of.map(made);
    return (numbers) => FUNCTIONS[node.name](...of.map((value) => value(numbers)));
  }
  if (node.kind === "quotient") {
    const [over, under] = [made(node.over), made(node.under)];
    return (numbers) => over(numbers) / under(numbers);
  }
  if (node.kind === "power") {
    const [base, exponent] = [made(node.base), made(node.exponent)];
    return (numbers) => base(numbers) ** exponent(numbers);
  }
  if (node.kind === "product") return node.factors.map(made).reduce((a, b) => (numbers) => a(numbers) * b(numbers));
  return (
    node.terms
      .map(({ minus, node: term }) => ({ minus, value: made(term) }))
      .reduce(
        (sum, { minus, value }) => {
          if (!sum) return minus ? (numbers) => -value(numbers) : value;
          return minus ? (numbers) => sum(numbers) - value(numbers) : (numbers) => sum(numbers) + value(numbers);
        },
        /** @type {((numbers: Float64Array) => number) | null} */ (null),
      ) ?? (() => 0)
  );
}
