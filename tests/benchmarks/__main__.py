"""Run `python -m tests.benchmarks` from the project's folder: all comparisons, or those that are named."""

import argparse

from tests.benchmarks.cases import CASES


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="How fast the engine is, as ratios."
    )
    parser.add_argument("cases", nargs="*", help=f"which to run, of {', '.join(CASES)}; all by default")
    parser.add_argument("--rounds", type=int, default=7, help="the best of how many alternating runs (default 7)")
    parser.add_argument("--tiny", action="store_true", help="small sizes, to see that everything runs")
    chosen = parser.parse_args()
    for name in chosen.cases or CASES:
        if name not in CASES:
            parser.error(f"a case must be one of {', '.join(CASES)}, got {name!r}")
        print(f"\n## {name}\n\n{CASES[name](chosen.rounds, chosen.tiny)}", flush=True)


if __name__ == "__main__":
    main()
