"""The spaCy pipeline: a blank English tokenizer, every cue detector, and the trained categorizer.

Importing this module registers our components with spaCy (by name; nothing is loaded or built).
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from . import architecture as architecture
from .cues import agreement as agreement
from .cues import asks_experience as asks_experience
from .cues import asks_fact as asks_fact
from .cues import asks_reason as asks_reason
from .cues import banter as banter
from .cues import cause as cause
from .cues import contrast as contrast
from .cues import decision as decision
from .cues import explains as explains
from .cues import feeling as feeling
from .cues import figures as figures
from .cues import following as following
from .cues import greeting as greeting
from .cues import hedge as hedge
from .cues import hypothesis as hypothesis
from .cues import insight as insight
from .cues import link as link
from .cues import log as log
from .cues import metaphor as metaphor
from .cues import opinion as opinion
from .cues import pairing as pairing
from .cues import report as report
from .cues import rule_of_thumb as rule_of_thumb
from .cues import scheduling as scheduling
from .cues import story as story
from .cues import symptom as symptom
from .cues import taking_on as taking_on
from .cues import task as task
from .cues import thanks as thanks
from .cues import trial as trial
from .cues.base import CueSpec, PhraseCues
from .normalize import normalize
from .signs import SIGNS, signs_of
from .types import Utterance

SPECS: tuple[CueSpec, ...] = tuple(
    module.SPEC
    for module in (
        agreement, asks_experience, asks_fact, asks_reason, banter, cause, contrast, decision,
        explains, feeling, figures, following, greeting, hedge, hypothesis, insight, link, log,
        metaphor, opinion, pairing, report, rule_of_thumb, scheduling, story, symptom, taking_on,
        task, thanks, trial,
    )
)  # fmt: skip
"""Every cue, in the order in which findings are listed."""


@Language.factory("ba_cues")
def cues(nlp: Language, name: str) -> PhraseCues:
    """Make the component that finds every cue."""
    return PhraseCues(nlp, SPECS)


def cue_pipeline() -> Language:
    """Build the pipeline without its categorizer: tokenizer and cue detectors."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ba_cues", name="cues")
    return nlp


def make_doc(nlp: Language, utterance: Utterance) -> Doc:
    """Turn an utterance into the Doc that the pipeline reads: normalized words, and signs."""
    text = normalize(utterance.said.text)
    doc = nlp.make_doc(text)
    doc.user_data[SIGNS] = signs_of(text, utterance.said, utterance.context)
    return doc
