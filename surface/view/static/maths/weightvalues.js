// The weights of a network over its plane: origin + a·direction_1 + b·direction_2. Pure.

/**
 * The value of the weight of this place at (a, b).
 * @param {NetworkShape} network
 * @param {number} place
 * @param {Numbers} at
 */
export function weightAt({ origin, directions: [along, up] }, place, at) {
  // What does not move stays where it is, however far a run has gone.
  const moved = (along[place] && along[place] * at[0]) + (up[place] && up[place] * at[1]);
  return origin[place] + moved;
}

/**
 * The places of the two free weights, the one to the right first; none on a plane of other directions.
 * @param {NetworkShape} network
 */
export function freePlaces({ directions }) {
  const found = directions.map((direction) => {
    const places = [...direction.keys()].filter((place) => direction[place] !== 0);
    return places.length === 1 && direction[places[0]] === 1 ? places[0] : -1;
  });
  return found.includes(-1) ? [] : found;
}

/**
 * The places of the weights that the plane moves.
 * @param {NetworkShape} network
 */
export function movingPlaces({ names, directions: [along, up] }) {
  return [...names.keys()].filter((place) => along[place] !== 0 || up[place] !== 0);
}

/**
 * The largest size of any weight over a window.
 * @param {NetworkShape} network
 * @param {{ w1: Numbers, w2: Numbers }} window
 */
export function largestOver(network, { w1, w2 }) {
  const corners = [w1[0], w1[w1.length - 1]].flatMap((a) => [w2[0], w2[w2.length - 1]].map((b) => [a, b]));
  const sizes = network.names.map((_, place) =>
    Math.max(...corners.map((corner) => Math.abs(weightAt(network, place, corner)))),
  );
  return sizes.reduce((a, b) => Math.max(a, b), 0);
}
