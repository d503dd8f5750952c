// Data of a visitor's own that no link has room for: the browser has them too, and gives them back to a server that
// does not know them. They stay in this browser, in a database of the page, the newest few.

const DATABASE = "error-surface";
const STORE = "own-data";
const MOST = 5;

/** @typedef {{ name: string, packed: string, at: number }} OwnData */

/** @type {Map<string, string>} */
const known = new Map(); // of this page: there at once, and where the browser keeps nothing

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inStore(mode, work) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "name" });
  const database = await answerOf(opening);
  try {
    return await work(database.transaction(STORE, mode).objectStore(STORE));
  } finally {
    database.close(); // once what was begun is done
  }
}

/**
 * Keeps data by the name that links give them, and lets those go that were kept longest ago.
 * @param {string} name
 * @param {string} packed
 */
export function keepOwn(name, packed) {
  if (known.get(name) === packed) return;
  known.delete(name);
  known.set(name, packed);
  for (const old of [...known.keys()].slice(0, -MOST)) known.delete(old);
  inStore("readwrite", async (store) => {
    await answerOf(store.put({ name, packed, at: Date.now() }));
    const all = /** @type {OwnData[]} */ (await answerOf(store.getAll()));
    const old = all.sort((one, other) => other.at - one.at).slice(MOST);
    for (const each of old) store.delete(each.name);
  }).catch(() => undefined); // a browser that keeps nothing still has them as long as the page is open
}

/** The data that this page has been sent. @param {string} name */
export const ownOfPage = (name) => known.get(name) ?? null;

/**
 * A promise of the data of this name, null where the browser has none.
 * @param {string} name
 * @returns {Promise<string | null>}
 */
export async function findOwn(name) {
  if (known.has(name)) return ownOfPage(name);
  const find = (/** @type {IDBObjectStore} */ store) => answerOf(store.get(name));
  const found = /** @type {OwnData | undefined} */ (await inStore("readonly", find).catch(() => undefined));
  return found?.packed ?? null;
}
