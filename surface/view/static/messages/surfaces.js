// Surfaces that have arrived, by content: they change seldom, while the runs on them come and go.

import { decodeSurface } from "./decode.js";
import { shelf } from "./shelf.js";

export const surfaces = shelf(4, decodeSurface);
