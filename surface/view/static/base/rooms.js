// Rooms for parts of the player elsewhere on its page, each by its name: the page gives them, and takes them away.

/** @type {Map<string, HTMLElement>} */
const rooms = new Map();
/** @type {Set<(name: string) => void>} */
const listeners = new Set();

/**
 * Gives a room; returns what takes it away, where it has not been given anew.
 * @param {string} name
 * @param {HTMLElement} room
 */
export function giveRoom(name, room) {
  rooms.set(name, room);
  for (const listener of [...listeners]) listener(name);
  return () => {
    if (rooms.get(name) !== room) return;
    rooms.delete(name);
    for (const listener of [...listeners]) listener(name);
  };
}

/**
 * Calls back with the room of a name, null where there is none, now and whenever it is another; returns what ends it.
 * @param {string} name
 * @param {(room: HTMLElement | null) => void} move
 */
export function roomFor(name, move) {
  /** @type {HTMLElement | null | undefined} */
  let last;
  /** @param {string} changed */
  const listener = (changed) => {
    const room = rooms.get(name) ?? null;
    if (changed !== name || room === last) return;
    last = room;
    move(room);
  };
  listeners.add(listener);
  listener(name);
  return () => void listeners.delete(listener);
}
