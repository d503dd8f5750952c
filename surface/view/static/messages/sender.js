// How what a reader does gets to Python. Of two triggers of one component that wait for the same run of the page,
// Streamlit keeps the newer: what may not be lost for the next one is sent as a state, which stays.

const STATES = ["played"];

/**
 * Returns what sends an event of a component: send(name, content).
 * @param {Component} component
 * @returns {Tell}
 */
export function senderOf({ setStateValue, setTriggerValue }) {
  return (name, content) => (STATES.includes(name) ? setStateValue : setTriggerValue)(name, content);
}
