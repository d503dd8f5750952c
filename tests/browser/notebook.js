// The bare page's own script: widgets of a notebook on models of the tests' own, which keep all that they are sent.

window.models = [];

/** A model as anywidget hands one to a widget: its values, its listeners, and what the widget has sent. */
function model(values) {
  const listeners = [];
  const made = {
    sent: [],
    get: (name) => values[name],
    on: (name, listener) => listeners.push({ name, listener }),
    off: (name, listener) => {
      const place = listeners.findIndex((one) => one.name === name && one.listener === listener);
      if (place >= 0) listeners.splice(place, 1);
    },
    tell: (name, ...given) => {
      for (const one of [...listeners]) if (one.name === name) one.listener(...given);
    },
    change: (next) => {
      Object.assign(values, next);
      made.tell("change:runs");
    },
    listening: () => listeners.length,
    send: (content) => {
      made.sent.push(content);
      const { library, parts } = window.packed;
      if (content.name === "library") setTimeout(() => made.tell("msg:custom", { library }, parts.map(bytes)));
    },
  };
  return made;
}

const bytes = (text) => new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);

/** A widget of a model with these values, as anywidget renders it. */
window.render = async (values) => {
  const el = document.createElement("div");
  document.querySelector("#ground").append(el);
  const made = model(values);
  window.models.push(made);
  const { render } = modules.widget.widget();
  made.end = await render({ model: made, el });
};
