"""Report: what others wrote, said or released, handed on.

To cite or list what is already said is to combine it.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

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
        there's a | there are | is in | is at | is on | are in | lives in | under the | today's |
        just posted | i posted | posted a | just published | just released | was released | were
        released | have been released | has been updated | put together | wrote up | write-up | blog
        | new release | release | reminder | is ready for review | ready for review | opened a |
        opened an | filed a | filed an | created a ticket | created an issue | created a pr | merged
        | is merged | was merged | is up at | available at | can be found | you can find | found
        here | listed here | as reported | reports that | reported | reports | mentioned that |
        mentioned in | said that | told me that | abstract | title: | speaker | the recording |
        recording | slides | the slides | transcript | newsletter | survey | the results | the list
        | the following | following: | details | more info | more information | info here | see also
        | check out | take a look at | have a look at | might be of interest | of interest | may be
        interesting | interesting read | good read | worth a read
        """
    ),
    least=1.15,
)
