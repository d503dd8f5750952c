// What moves a playhead: buttons, keys and the clock, the same for the player and for a lesson's own picture.

import { element } from "../base/dom.js";
import { listenToKeys } from "../base/keys.js";
import { prefersReducedMotion } from "../base/theme.js";
import { Playhead } from "../maths/playhead.js";
import { transportPanel } from "../panels/transport.js";

/**
 * The commands of the transport bar and of the keys; `schedule` hears that there is something to draw.
 * @param {Playhead} head
 * @param {() => void} schedule
 * @returns {Commands}
 */
export function playCommands(head, schedule) {
  /** @param {(value: number) => void} change @returns {(value: number) => void} */
  const move = (change) => (value) => {
    change(value);
    schedule();
  };
  // Who prefers less motion goes from one end of the run to the other, at once.
  const jump = () => head.seek(head.atEnd ? 0 : head.last);
  return {
    first: move(() => head.seek(0)),
    back: move(() => head.back()),
    toggle: move(() => (prefersReducedMotion() ? jump() : head.toggle())),
    forward: move(() => head.forward()),
    last: move(() => head.seek(head.last)),
    seek: move((step) => head.seek(step)),
    speed: move((factor) => {
      head.speed = factor;
    }),
  };
}

/**
 * A playhead with its bar, for the picture in `root`, which has the keys; `draw()` is called for every frame.
 * @param {HTMLElement} root
 * @param {() => void} draw
 * @param {string} [unit] what it steps from to
 */
export function playback(root, draw, unit = "step") {
  const head = new Playhead();
  const bar = element("div", { class: "player-transport", role: "group", "aria-label": "Player" });
  const commands = playCommands(head, schedule);
  const transport = transportPanel(bar, commands, unit);
  const endKeys = listenToKeys(root, commands);
  let frame = 0;

  function show() {
    transport.draw(head);
    draw();
  }

  function schedule() {
    frame ||= requestAnimationFrame((stamp) => {
      frame = 0;
      head.tick(stamp);
      show();
      if (head.playing) schedule();
    });
  }

  return {
    head,
    bar,
    show,
    end() {
      cancelAnimationFrame(frame);
      endKeys();
    },
  };
}
