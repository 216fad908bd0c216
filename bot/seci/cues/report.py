"""Report: what others wrote, said or released, handed on.

To cite or list what is already said is to combine it.
"""

from __future__ import annotations

from spacy.language import Language

from ..types import Mode
from .base import CueSpec, PhraseCue, of

SPEC = CueSpec(
    name="report",
    reason="hands on what is already written or said",
    favours=(Mode.COMBINATION,),
    phrases=of(
        """
        fyi | here's | here is | here are | these are | below | see | listed | list of | according
        to | it says | the docs say | says | said | released | announced | announcement | new
        version | published | summary | to summarize | to sum up | recap | notes from | minutes from
        | from the | quote | posted | update | updated | status | changelog | for reference |
        reference | in case you missed | just found | just saw | found this | came across | via |
        per the | the spec | the plan | logged | recorded | registered | confirmed | documented |
        written | agenda | step 1 | first | second | third | also there | section | there is a |
        there's a | there are | is in | is at | is on | are in | lives in | under the | today's
        """
    ),
    least=1.15,
)


@Language.factory("ba_cue_report")
def create(nlp: Language, name: str) -> PhraseCue:
    """Make the component that finds this cue."""
    return PhraseCue(nlp, SPEC)
