// Surfaces that have arrived, by content: they change seldom, while the runs on them come and go.

import { cache } from "./cache.js";
import { decodeSurface } from "./decode.js";

export const surfaces = cache(4, decodeSurface);
