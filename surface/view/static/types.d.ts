// The shapes that the parts of the player hand to one another, for the type checker alone; nothing imports this file.
// What travels between Python and the player is in messages/protocol.js.

type Protocol = typeof import("./messages/protocol.js");
type SurfaceMessage = import("./messages/protocol.js").SurfaceMessage;
type RunsMessage = import("./messages/protocol.js").RunsMessage;
type RunMessage = import("./messages/protocol.js").Run;
type OverlayMessage = import("./messages/protocol.js").OverlayMessage;
type RandomStartsMessage = import("./messages/protocol.js").RandomStartsMessage;
type CriticalPoint = import("./messages/protocol.js").Point;
type NetworkShape = import("./messages/protocol.js").NetworkShape;
type LayerShape = import("./messages/protocol.js").LayerShape;
type WholeMessage = import("./messages/protocol.js").WholeData;
type Style = import("./messages/protocol.js").Style;
type Knob = import("./messages/protocol.js").Knob;
type PlanSetting = import("./messages/protocol.js").PlanSetting;
type RuleShape = import("./messages/protocol.js").RuleShape;
type Verdict = import("./messages/protocol.js").Verdict;
type RegionMessage = import("./messages/protocol.js").Region;
type GroupMessage = import("./messages/protocol.js").Group;
type Evaluator = import("./maths/evaluator.js").Evaluator;

type Pen = CanvasRenderingContext2D;
type Numbers = ArrayLike<number> & Iterable<number>;
type Pair = [number, number];
type Triple = [number, number, number];
type Listener = (event: any) => void;
type Scale = "linear" | "log";
/** How contour levels are spaced: evenly on the scale of the error, or closer where the ground is flat. */
type Spacing = "even" | "area";
/** How the axes of the map share a scale: one for both, or each its own, so that the map fills its room. */
type AxisScales = "equal" | "filled";
type Attributes = Record<string, unknown>;
type Child = Node | string | number;
/** As Emit, with the scene that an event is of: what goes to Python. */
type Tell = (name: string, told: import("./messages/events.js").Told | import("./messages/events.js").Acts) => void;
/** Reports what the reader does; the answer is the sentence that says why it cannot be, or empty. */
type Emit = (name: string, value?: unknown) => string;

/** What Plotly itself leaves untyped: traces, layouts, what its events carry and its private fields. */
type PlotlyValue = any;
/** Plotly's objects, of which only a few fields are read; the figures come from Python. */
type Figure = { data: PlotlyValue[]; layout: PlotlyValue };
type Plot = HTMLElement & {
  _fullLayout: PlotlyValue;
  layout: PlotlyValue;
  data: PlotlyValue[];
  on(name: string, listener: (event: PlotlyValue) => void): void;
};
type PlotlyLibrary = {
  react(plot: Plot, data: PlotlyValue[], layout: PlotlyValue, config: object): Promise<unknown>;
  update(plot: Plot, traces: PlotlyValue, layout: PlotlyValue, of: number[]): Promise<unknown>;
  relayout(plot: Plot, change: Record<string, PlotlyValue>): Promise<unknown>;
  addTraces(plot: Plot, traces: PlotlyValue[]): Promise<unknown>;
  deleteTraces(plot: Plot, indices: number[]): Promise<unknown>;
  purge(plot: Plot): void;
  Plots: { resize(plot: Plot): void };
  Icons: Record<string, object>;
};

/** What Streamlit hands to a component. */
type Component = {
  data: any;
  parentElement: HTMLElement;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
};

/** What anywidget hands to a widget's script. */
type WidgetModel = {
  get(name: string): any;
  send(content: object): void;
  on(name: string, listener: (...given: any[]) => void): void;
  off(name: string, listener: (...given: any[]) => void): void;
};
type WidgetLibrary = {
  show: typeof import("./notebook.js").showInNotebook;
  loadStyle: typeof import("./messages/fetched.js").loadStyle;
  style: string;
  plotly: string;
};

type FlatData = { inputs: Numbers; targets: Numbers; count: number; counts: Numbers | null };
type DataPoints = {
  inputs: number[][];
  targets: number[][];
  input_names: string[];
  target_names: string[];
  title: string;
  count: number;
  counts: number[] | null;
  unexplained: number;
  whole: FlatData | null;
};
type Grid = { w1: Numbers; w2: Numbers; error: Float64Array };
type SentSurface = Omit<SurfaceMessage, "w1" | "w2" | "error" | "undecided" | "data"> &
  Grid & { w1: Float64Array; w2: Float64Array; undecided: Float64Array; data: DataPoints };
type Surface = SentSurface & { figure3d: Figure; map: Figure };
type Run = Omit<
  RunMessage,
  "w" | "error" | "gradient" | "seen" | "schedule" | "factor" | "inner" | "stability" | "formula"
> & {
  formula: FormulaLines | null;
  title: string;
  k: number;
  w: Float64Array;
  drawn: number;
  error: Float64Array;
  gradient: Float64Array;
  seen: Float64Array | null;
  schedule: Float64Array | null;
  factor: Tree | null;
  stability: {
    readonly curvature: Float64Array;
    curvatureAt?: (k: number) => number;
    bound: number;
    formula: string;
    tree: Tree;
  } | null;
  inner: Record<string, Float64Array>;
  away: boolean;
  arrival: number;
  pace: number;
  past?: RunMessage["verdict"];
  letter?: string;
};
type View = {
  pacing: "step" | "arrival";
  hidden: number[];
  solo: number | null;
  point: number | null;
  levels: Spacing;
  axes: AxisScales | null;
  errorAxis: Scale | null;
  stepAxis: Scale | null;
};
type Overlay = Omit<OverlayMessage, "label" | "lines"> & { label: Uint8Array; lines: Float64Array[] };
type StartedRun = { step: Int32Array; w: Float64Array; group: number; arrival?: number };
type RandomStarts = Omit<RandomStartsMessage, "block" | "group"> & { runs: StartedRun[] };
type Scene = Omit<RunsMessage, "surface" | "runs" | "random_starts"> & {
  surface: Surface;
  runs: Run[];
  steps: number;
  names: string[];
  points: CriticalPoint[];
  network: NetworkShape;
  data: DataPoints;
  region: Overlay | null;
  random_starts: RandomStarts | null;
  /** Whether the surface is computed here: of other numbers, in another window; is yet to be; will soon be another. */
  moved: boolean;
  reframed: boolean;
  behind: boolean;
  unsettled: boolean;
  pacing: "step" | "arrival";
  view: View;
};
/** A scene as Python sent it, before the reader arranges it. */
/** A run before it is arranged; past: how it had ended before it was moved. */
type DecodedRun = Omit<Run, "away" | "arrival" | "pace">;
type DecodedScene = Omit<Scene, "runs" | "pacing" | "view"> & { runs: DecodedRun[] };
type ArrowKind = "gradient" | "velocity" | "step";
type Probe = { w: number[]; point?: CriticalPoint | null; keys?: boolean };
/** What the reader can arrange of a scene: a run hidden or alone, and what the view holds. */
type Arrangement = Omit<View, "hidden" | "solo"> & { hide: number; solo: number };
type Head = {
  step: number;
  playing: boolean;
  suspense: boolean;
  chosen: number;
  arrows: Partial<Record<ArrowKind, boolean>>;
  layers: { points: boolean; slopes: boolean; water: boolean };
  probe: Probe | null;
  slopeWords: string;
  level: number | null;
  ahead: boolean;
  canUndo: boolean;
  canRedo: boolean;
};
type Theme = {
  dark: boolean;
  text: string;
  muted: string;
  background: string;
  grid: string;
  bad: string;
  font: string;
  enlarged: number;
};
type Context = { Plotly: PlotlyLibrary; emit: Emit; theme(): Theme; reducedMotion: boolean };
type MapExtras = { toScale?: boolean; paintBelow?(pen: Pen, box: PlotBox): void; arrows?(): Arrow[] };
type Panel = { update(scene: Scene): unknown; draw(head: Head): void; resize(): void; destroy(): void };
type Look = { width: number; rest: number; font: string };
type Edges = { left: number; right: number; bottom: number; top: number };
type Box = { left: number; top: number; width: number; height: number };
type PlotBox = Box & { range: Edges };
type ChartBox = { left: number; right: number; top: number; bottom: number; width: number; height: number; em: number };
type ToPixels = (value: number) => number;
type Tick = { value: number; label: string };
type Place = { x: number; y: number; hidden: boolean };
type Exit = { step: number; from: Numbers; to: Numbers };
type Track = {
  style: Style;
  xy: Float64Array;
  step: Float64Array;
  hidden: Uint8Array | null;
  exits: Exit[];
  again: Uint8Array;
  cased: boolean;
  k: number;
  pace: number;
  letter?: string;
  whole?: Path2D;
  inked?: string;
};
/** A path in pixels, NaN between its parts; hidden: where the surface hides it. */
type ScreenLine = { xy: Numbers; step: Numbers; hidden?: Numbers | null };
type Mark = { place: Place | null; sort: string };
type ArrowLook = { kind: ArrowKind; ink?: string; sign?: string; side?: number; dash?: number[] };
type Arrow = ArrowLook & { from: number[]; to: number[] };
type DrawnArrow = ArrowLook & { xy: Numbers; hidden?: number | boolean | null; cut?: boolean };
type HeightField = { x: Numbers; y: Numbers; z: Float64Array; left: number; right: number; near: number; far: number };
type Ground = {
  field: HeightField;
  low: number;
  top: number;
  lift: number;
  up: (error: number) => number;
  back: (height: number) => number;
};
type Camera = { eye: Vector; center: Vector; up?: Vector; projection?: { type: string } };
type Vector = { x: number; y: number; z: number };
type Matrix = Numbers;
type CameraView = { matrix: Matrix; box: Box };
type Laid = { run: Run; xyz: Float64Array; step: Float64Array; exits: Exit[] };

/** An expression of a rule's formula, by its kind. */
type Leaf = { kind: "number"; value: number } | { kind: "symbol"; name: string };
type Tree =
  | Leaf
  | { kind: "sum"; terms: { minus: boolean; node: Tree }[] }
  | { kind: "product"; factors: Tree[] }
  | { kind: "quotient"; over: Tree; under: Tree }
  | { kind: "root"; of: Tree }
  | { kind: "power"; base: Tree; exponent: Tree }
  | { kind: "call"; name: "cos" | "min" | "floor"; of: Tree[] };
type Sign = "" | "+" | "−";
type Line = { target: string; tree: Tree };
/** A rule's formula taken apart, as the protocol has it, with its expressions as trees. */
type FormulaLines = { text: string; state: Line[]; step: Tree };
type Side = { texts: Record<string, string>; result: string };
type WorkedLine = Line & { sides: Side[] };
type Part = { point: number; unit: number; y: number; net: number; output: number; slope: number; reach: number[] };
type Commands = Record<string, (...values: any[]) => any>;
type Playhead = import("./maths/playhead.js").Playhead;

/** What Python sends for a picture of the lessons' own beside its scene: some of it for one picture alone. */
type Lesson = {
  picture: string;
  rates: Pair;
  styles: Style[];
  titles: string[];
  overlays: OverlayMessage[];
  boxes: { corners: string; fate: number[] };
  freed: { error: string; weights: string; names: string[]; free: number[] };
};
/** The boxes of a proof in order: eight numbers each, its corners in turn, and what became of it. */
type BoxTrace = { corners: Float64Array; fate: number[] };
type LessonContext = {
  theme(): Theme;
  plotly: Promise<PlotlyLibrary>;
  played(): void;
  moved(name: string, value: { run: number } & Record<string, unknown>): void;
};
type LessonPicture = {
  update(scene: Scene, lesson: Lesson): void;
  resize(): void;
  destroy?(): void;
  hands?: string;
  key?: string;
  signs?: boolean;
};
type Handle = ReturnType<typeof import("./base/handle.js").dragHandle>;
type CurveChart = ReturnType<typeof import("./base/curvechart.js").curveChart>;
type ChartPoint = { x: number; height: number; style: Style };
type Sampled = { x: Float64Array; error: Float64Array };
type ToPlace = (x: number, height: number) => Pair;
type ShapedArrow = DrawnArrow & {
  side: number;
  width: number;
  head: number;
  tip: number[];
  neck: number[];
  shaft: number[][];
};
