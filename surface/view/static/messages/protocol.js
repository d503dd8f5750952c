// The contract between Python and the player, as surface/view/protocol has it: a test holds the two together. A text
// called Encoded is base64 of little-endian float64.

/** The version of the messages that this player knows. */
export const PROTOCOL = 5;

/** What the player says where the page and its files are not of one version. */
export const OTHER_VERSION = "This page is of another version than its player: reload it to see the picture.";

/** Whether a message is of this player's version. */
export function isCurrent(/** @type {{ version: number }} */ message) {
  return message.version === PROTOCOL;
}

/**
 * A figure of plotly's, without the sampled grid, which the surface carries once.
 * @typedef {Object} Figure
 * @property {Record<string, any>[]} data
 * @property {Record<string, any>} layout
 */

/**
 * The two figures of a surface on one scale of the error.
 * @typedef {Object} Figures
 * @property {Figure} figure3d
 * @property {Figure} map
 */

/**
 * The figures on both scales of the error.
 * @typedef {Object} Scales
 * @property {Figures} linear
 * @property {Figures} log
 */

/**
 * A critical point; lowest: whether it is one of the lowest minima.
 * @typedef {Object} Point
 * @property {number[]} w
 * @property {number | null} error
 * @property {(number | null)[]} eigenvalues
 * @property {string} kind
 * @property {boolean} lowest
 */

/**
 * A layer of the network, without its weights.
 * @typedef {Object} LayerShape
 * @property {number} inputs
 * @property {number} outputs
 * @property {boolean} bias
 * @property {string} activation
 */

/**
 * The network over its plane: weights = origin + a·directions[0] + b·directions[1], flat, layer after layer. names: of
 * all the weights, as they are read on the page. held: those that the plane does not move, by their places.
 * @typedef {Object} NetworkShape
 * @property {LayerShape[]} layers
 * @property {string[]} names
 * @property {number[]} held
 * @property {number[]} origin
 * @property {number[][]} directions
 */

/**
 * All the data points, flat, where the page draws only some of them.
 * @typedef {Object} WholeData
 * @property {string} inputs
 * @property {string} targets
 * @property {number} count
 * @property {string | null} counts
 */

/**
 * The data points that the page draws, in rows, out of `count`; whole: all of them, where that is more. counts: how
 * many rows each stands for, null for one; unexplained: the error that no prediction removes.
 * @typedef {Object} DataPoints
 * @property {number[][]} inputs
 * @property {number[][]} targets
 * @property {string[]} input_names
 * @property {string[]} target_names
 * @property {string} title
 * @property {number} count
 * @property {number[] | null} counts
 * @property {number} unexplained
 * @property {WholeData | null} whole
 */

/**
 * The drawn surface: what stays as it is while only the runs change. The key is its content's. proven: whether the
 * points are proven to be all; undecided: boxes of ground where that is open, encoded, four numbers each.
 * @typedef {Object} SurfaceMessage
 * @property {number} version
 * @property {string} key
 * @property {string[]} names
 * @property {string} w1
 * @property {string} w2
 * @property {string} error
 * @property {Scales} figures
 * @property {Point[]} points
 * @property {boolean} proven
 * @property {string} undecided
 * @property {NetworkShape} network
 * @property {DataPoints} data
 */

/**
 * How a run is drawn, everywhere.
 * @typedef {Object} Style
 * @property {string} colour
 * @property {string} dash
 * @property {string} marker
 */

/**
 * A setting that can be moved in the picture. low, high: the ends of its slider. least, most: what a typed number may
 * be, at least or above (above) and below; most is None where nothing bounds it.
 * @typedef {Object} Knob
 * @property {string} name
 * @property {string} symbol
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {boolean} logarithmic
 * @property {number} least
 * @property {boolean} above
 * @property {number | null} most
 * @property {string} help
 */

/**
 * A setting of a run's schedule or of its batches; of: which of both, in a word. whole: whether it counts.
 * @typedef {Object} PlanSetting
 * @property {Knob} knob
 * @property {boolean} whole
 * @property {string} of
 * @property {number} value
 */

/**
 * A line of a rule's formula: what it renews, and the expression (surface/descent/formula.py).
 * @typedef {Object} Assignment
 * @property {string} target
 * @property {Record<string, any>} tree
 */

/**
 * A rule's formula taken apart: the parts of its state, and the step that is added to the weights.
 * @typedef {Object} FormulaLines
 * @property {string} text
 * @property {Assignment[]} state
 * @property {Record<string, any>} step
 */

/**
 * The bound of a rule's learning rate, in symbols and as a structure.
 * @typedef {Object} Bound
 * @property {string} formula
 * @property {Record<string, any>} tree
 */

/**
 * A rule that a run can be given, at the settings that it is given then; inner: the parts of its state.
 * @typedef {Object} RuleShape
 * @property {string} name
 * @property {Record<string, number>} settings
 * @property {Record<string, string>} symbols
 * @property {Knob[]} knobs
 * @property {FormulaLines} formula
 * @property {string[]} inner
 * @property {Record<string, string>} meanings
 * @property {Bound | null} bound
 */

/**
 * The largest curvature λ at each step, and the c of the bound c / λ; the bound in symbols, and as a structure.
 * @typedef {Object} Stability
 * @property {string} curvature
 * @property {number} bound
 * @property {string} formula
 * @property {Record<string, any>} tree
 */

/**
 * How a run ended, and why.
 * @typedef {Object} Verdict
 * @property {string} outcome
 * @property {string} reason
 * @property {number | null} pass_error
 */

/**
 * A run: its rule and settings, its path on the plane, and what it felt at each of the k + 1 places. steps: how many
 * were to be taken, of which k were. inner: each part of the rule's state by its symbol, before every step and after
 * one more. schedule: what the learning rate is multiplied by at each step that was to be taken, and at a next one;
 * factor: the same as an expression of t, the number of the step from 0 on, of η = 1 and the symbols of the settings,
 * null where there is none; batches: the data points of each such step's gradient; seen: these gradients of a path;
 * weights: the path in all the weights. These four are None where nothing is special: a constant rate, all the data, a
 * path on the plane. plan: the schedule and the batches in words, exactly; empty where there is neither; plan_settings:
 * what both are set by. A path that was made elsewhere has no rule: rule is empty, and formula null.
 * @typedef {Object} Run
 * @property {string} label
 * @property {string} rule
 * @property {Record<string, number>} settings
 * @property {Record<string, string>} symbols
 * @property {Knob[]} knobs
 * @property {Style} style
 * @property {number} steps
 * @property {string} w
 * @property {string} error
 * @property {string} gradient
 * @property {FormulaLines | null} formula
 * @property {Record<string, string>} inner
 * @property {Record<string, string>} meanings
 * @property {Stability | null} stability
 * @property {Verdict | null} verdict
 * @property {string | null} schedule
 * @property {Record<string, any> | null} factor
 * @property {number[][] | null} batches
 * @property {string | null} seen
 * @property {string} plan
 * @property {PlanSetting[]} plan_settings
 * @property {string | null} weights
 */

/**
 * The runs on a surface, and what the page around them says. surface, overlay, random_starts: the keys of what is sent
 * apart. rules: what a run can be given; styles: of as many runs as there can be, each of at most most_steps.
 * activations: that a layer can be given. undo, redo: whether the page has something to take back, or to do again.
 * events: what the page listens to. scene: the number of the scene that was opened, by which an event says what it is
 * of. opening: another number gives the scene back as it opens. suspense: no outcome before the runs have been played
 * to their end. same: whether the runs start
 * together. seed: of the random starts. turn: of the event that this answers.
 * @typedef {Object} RunsMessage
 * @property {number} version
 * @property {string} key
 * @property {string} title
 * @property {string} watch
 * @property {string} held
 * @property {number} chosen
 * @property {string} surface
 * @property {Run[]} runs
 * @property {RuleShape[]} rules
 * @property {Style[]} styles
 * @property {number} most_steps
 * @property {string[]} activations
 * @property {boolean} undo
 * @property {boolean} redo
 * @property {string[]} events
 * @property {string | null} overlay
 * @property {string | null} random_starts
 * @property {number | null} seed
 * @property {boolean} same
 * @property {"linear" | "log"} scale
 * @property {boolean} suspense
 * @property {number} scene
 * @property {number} opening
 * @property {number} turn
 */

/**
 * What a label of an overlay means; place: where its number stands; there: whether any start has it.
 * @typedef {Object} Region
 * @property {string} name
 * @property {string} colour
 * @property {string} pattern
 * @property {string} number
 * @property {number[] | null} place
 * @property {boolean} there
 */

/**
 * Regions of starts over the map, and lines; label: base64 of a byte for each start, row by row.
 * @typedef {Object} OverlayMessage
 * @property {number} version
 * @property {string} key
 * @property {string} title
 * @property {number[]} w1
 * @property {number[]} w2
 * @property {number} columns
 * @property {number} rows
 * @property {string} label
 * @property {Region[]} regions
 * @property {string[]} lines
 * @property {"watershed" | "training"} line
 */

/**
 * The random starts that end in one place.
 * @typedef {Object} Group
 * @property {string} name
 * @property {string} short
 * @property {number} count
 * @property {number} label
 * @property {string} colour
 * @property {string} pattern
 */

/**
 * Runs from many random starts; block: see surface/view/random_starts.py; group: the group of each run.
 * @typedef {Object} RandomStartsMessage
 * @property {number} version
 * @property {string} key
 * @property {string} title
 * @property {string} words
 * @property {number} seed
 * @property {number} steps
 * @property {number} count
 * @property {string} block
 * @property {number[]} group
 * @property {Group[]} groups
 */
