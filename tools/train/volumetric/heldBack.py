"""What the models reach on a balanced cohort held back and on real scans, into the bundles: heldBack.py MEASURED.jsonl... [--models DIR]

MEASURED is what tools/phantoms/measureVolumetric.ts wrote. Every model of it gets `heldBack` in its manifest.json and, in
its README.md, the tables between the marks. Here each BMI band is drawn equally often, unlike in the bundled cohort of quality.ts. A case's score is the mean Dice of the organs in view; intervals are 95 %,
Student's t over cases. Refuses rows that were measured on other graphs than those in the folder.
"""
import argparse
import json
import pathlib
import sys

import numpy as np
from scipy import stats

BANDS = (("BMI below 25", 0, 25), ("BMI 25 to 30", 25, 30), ("BMI 30 and more", 30, np.inf))
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def groups_of(rows):
    yield "all", rows
    for name, low, high in BANDS:
        yield name, [row for row in rows if low <= row["bmi"] < high]
    for key in ("sex", "modality", "site"):
        for value in sorted({row[key] for row in rows}):
            yield f"{key} {value}", [row for row in rows if row[key] == value]


def interval(values):
    """n, mean and the ends of its 95 % interval; no interval below three values."""
    values = np.array(values)
    if len(values) < 3:
        return dict(n=len(values), mean=round(float(values.mean()), 4))
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return dict(n=len(values), mean=round(float(values.mean()), 4), low=round(float(values.mean() - half), 4), high=round(float(values.mean() + half), 4))


def organ_means(rows):
    names = list(dict.fromkeys(name for row in rows for name in row["dice"]))
    return {name: round(float(np.mean([row["dice"][name] for row in rows if name in row["dice"]])), 4) for name in names}


def score(row):
    return float(np.mean(list(row["dice"].values())))


def quality_of(rows):
    held, real = [row for row in rows if "real" not in row], [row for row in rows if "real" in row]
    found = []
    if held:
        found.append(dict(data=f"{len(held)} held-back phantoms, balanced cohort of another seed, onnxruntime-node", seconds=round(float(np.median([row["seconds"] for row in held])), 2),
                          groups={name: interval([score(row) for row in those]) for name, those in groups_of(held) if those}, organs=organ_means(held)))
    for row in real:
        found.append(dict(data=f"real {row['modality']}, shared/data/{row['real']}, never trained on", organs={name: round(value, 4) for name, value in row["dice"].items()}, diceMean=round(score(row), 4)))
    return found


def spread(it):
    return f"{it['mean']:.3f} ({it['low']:.3f} to {it['high']:.3f})" if "low" in it else f"{it['mean']:.3f}"


def tables(quality, rows, other):
    lines = []
    for entry in quality:
        lines += [f"**{entry['data']}**", ""]
        if "groups" in entry:
            lines += ["| group | cases | mean organ Dice (95 % interval) |", "|---|---|---|"]
            lines += [f"| {name} | {it['n']} | {spread(it)} |" for name, it in entry["groups"].items()] + [""]
        lines += ["| " + " | ".join(name.replace("_", " ") for name in entry["organs"]) + " |", "|" + "---|" * len(entry["organs"])]
        lines += ["| " + " | ".join(f"{value:.3f}" for value in entry["organs"].values()) + " |", ""]
    if other:
        twin = {row["case"]: score(row) for row in other[1]}
        pairs = [(row, twin[row["case"]] - score(row)) for row in rows if "real" not in row and row["case"] in twin]
        lines += [f"**{other[0]} less this model, paired by phantom**", "", "| group | cases | difference in mean organ Dice (95 % interval) |", "|---|---|---|"]
        for name, those in groups_of([row for row, _ in pairs]):
            cases = {row["case"] for row in those}
            if name == "all" or name.startswith("BMI"):
                lines.append(f"| {name} | {len(cases)} | {spread(interval([gap for row, gap in pairs if row['case'] in cases]))} |")
        lines.append("")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", type=pathlib.Path, nargs="+")
    parser.add_argument("--models", type=pathlib.Path, default=pathlib.Path("public/models"))
    args = parser.parse_args()
    rows = [json.loads(line) for path in args.measured for line in path.read_text().splitlines() if line]
    models = {}
    for row in rows:
        models.setdefault(row["model"], []).append(row)
    for name, own in models.items():
        folder = args.models / name
        manifest = json.loads((folder / "manifest.json").read_text())
        digests = [manifest["graphs"][role]["sha256"] for role in sorted(manifest["graphs"])]
        if any(row["sha256"] != digests for row in own):
            sys.exit(f"{name}: measured on other graphs than those in {folder}")
        manifest["heldBack"] = quality_of(own)
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
        twin = ("iso-net-balanced", models["iso-net-balanced"]) if name == "iso-net" and "iso-net-balanced" in models else None
        readme = (folder / "README.md").read_text()
        head, rest = readme.split(BEGIN)
        (folder / "README.md").write_text(head + BEGIN + "\n\n" + tables(manifest["heldBack"], own, twin) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
