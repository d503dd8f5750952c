// A server that was lost is told of the page when it is found again, and until it says that it has heard: of two
// messages that wait for one run of the page Streamlit keeps the newer, and a run may be cut short.

const DRAWN = 300; // milliseconds within which what came last with a run of the page is in the component
const NEXT = 1000; // milliseconds after which a server is told again
const MOST = 5; // times that it is told, where no answer says that it has heard

/** What a server says of itself: which session it has for the page, and which word of the page it has heard last. */
/** @typedef {{ session: string, reached: number | null }} Said */

/**
 * said: what the server said last; state: what a new session needs to know of the page; send: tells it; isRunning:
 * whether a run is under way, which may be the answer; known: called once the server has heard, or will not.
 * @param {{ said(): Said, state(): object, send(page: object): void, isRunning(): boolean, known(): void }} given
 */
export function pageTeller({ said, state, send, isRunning, known }) {
  let session = ""; // the one that the page was of when the server was lost
  /** @type {{ at: number } | null} */
  let page = null; // what the server was told last
  let told = 0; // how often
  let timer = 0;
  const isHeard = () => page === null || said().reached === page.at;

  function tell() {
    told += 1;
    if (page) send(page);
  }

  function look() {
    if (isHeard() || told >= MOST) return known();
    if (!isRunning()) tell();
    timer = setTimeout(look, NEXT);
  }

  return {
    lost() {
      if (isHeard()) session = said().session;
      clearTimeout(timer);
    },
    found() {
      // Where it was not heard, what stands there may be a new session's that knows nothing of it.
      page = { ...(isHeard() ? { session, ...state() } : page), at: Date.now() };
      told = 0;
      tell();
    },
    settled() {
      clearTimeout(timer);
      timer = setTimeout(look, DRAWN);
    },
    end: () => clearTimeout(timer),
  };
}
