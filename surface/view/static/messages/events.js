// What comes back from the player, in the contract of protocol.js: each event with its value.

/** Events that are told in the order in which they were done, those since the last answer together, as Acts. */
export const IN_TURN = [
  ...["start", "setting", "rule", "plan", "steps", "weight", "target"],
  ...["add_point", "move_point", "remove_point"],
  ...["free", "reshape", "activation"],
  ...["add", "duplicate", "remove", "undo", "redo", "choose"],
  ...["overlay", "same", "scale", "random_starts", "fit", "window", "go"],
];

/**
 * What is told of an event: its value, and the scene that it is of, by the number that the runs came with.
 * @typedef {Object} Told
 * @property {number} scene
 * @property {any} value
 */

/**
 * A run, counted from 0.
 * @typedef {Object} RunNumber
 * @property {number} run
 */

/**
 * A start that was set, or a place on the way there.
 * @typedef {Object} Start
 * @property {number} run
 * @property {number[]} w
 */

/**
 * A setting of a run.
 * @typedef {Object} Setting
 * @property {number} run
 * @property {string} name
 * @property {number} value
 */

/**
 * The rule that a run is to go by.
 * @typedef {Object} Rule
 * @property {number} run
 * @property {string} rule
 */

/**
 * How many steps the runs are to take.
 * @typedef {Object} Steps
 * @property {number} steps
 */

/**
 * A value of a held weight, which is named by its place among all the weights.
 * @typedef {Object} Weight
 * @property {number} weight
 * @property {number} value
 */

/**
 * What an output should answer to a data point.
 * @typedef {Object} Target
 * @property {number} point
 * @property {number} output
 * @property {number} value
 */

/**
 * A new data point, with all its numbers.
 * @typedef {Object} NewPoint
 * @property {number[]} inputs
 * @property {number[]} targets
 */

/**
 * A data point that was moved, with all its numbers, or a place on the way there.
 * @typedef {Object} MovedPoint
 * @property {number} point
 * @property {number[]} inputs
 * @property {number[]} targets
 */

/**
 * A data point, counted from 0.
 * @typedef {Object} PointNumber
 * @property {number} point
 */

/**
 * The two weights that are to be free, by their places among all of them: the one to the right, the one upwards.
 * @typedef {Object} FreeWeights
 * @property {number[]} weights
 */

/**
 * How wide each hidden layer is to be, from the inputs on.
 * @typedef {Object} HiddenLayers
 * @property {number[]} hidden
 */

/**
 * The activation that a layer is to have; the last layer is the output.
 * @typedef {Object} LayerActivation
 * @property {number} layer
 * @property {string} name
 */

/**
 * One of the events below, what is told of it, and the turn of the message that it went in first.
 * @typedef {Object} Act
 * @property {string} name
 * @property {number} turn
 * @property {number} scene
 * @property {any} value
 */

/**
 * What was done since the last answer, in its order; the answer names the turn.
 * @typedef {Object} Acts
 * @property {Act[]} acts
 * @property {number} turn
 */

/**
 * The way to the scene before (−1) or after (1).
 * @typedef {Object} Way
 * @property {number} by
 */

/**
 * The scale on which the error is to be drawn.
 * @typedef {Object} ErrorScale
 * @property {"linear" | "log"} scale
 */

/**
 * The seed of random starts, None to take them away.
 * @typedef {Object} Seed
 * @property {number | null} seed
 */

/**
 * The window over the two weights: where it begins and ends to the right, then upwards.
 * @typedef {Object} ChosenWindow
 * @property {number[]} edges
 */

/**
 * What the player can report: each event with its value.
 * @typedef {Object} Events
 * @property {Start} start
 * @property {Setting} setting
 * @property {Rule} rule
 * @property {Setting} plan
 * @property {Steps} steps
 * @property {Weight} weight
 * @property {Target} target
 * @property {NewPoint} add_point
 * @property {MovedPoint} move_point
 * @property {PointNumber} remove_point
 * @property {FreeWeights} free
 * @property {HiddenLayers} reshape
 * @property {LayerActivation} activation
 * @property {boolean} add
 * @property {RunNumber} duplicate
 * @property {RunNumber} remove
 * @property {boolean} undo
 * @property {boolean} redo
 * @property {RunNumber} choose
 * @property {boolean} overlay
 * @property {boolean} same
 * @property {ErrorScale} scale
 * @property {Seed} random_starts
 * @property {boolean} fit
 * @property {ChosenWindow} window
 * @property {Way} go
 * @property {boolean} played
 */
