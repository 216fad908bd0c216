"""Link, path or file passed on.

What has an address is already explicit; passing it on combines.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="link",
    reason="passes on a link or a file",
    favours=(Mode.COMBINATION,),
    phrases=of(
        """
        xxlink | xxpath | uploaded a file | attached | attachment | screenshot | link | spreadsheet
        | pdf | the doc | the docs | docs | documentation | wiki | readme | ticket | issue # | pr #
        | changelog | release notes | the sheet | the log | the logs | notebook | repo | manual |
        datasheet | the report | the guide | the paper | the article | the table | google doc | blog
        post | tutorial | page
        """
    ),
    least=1.3,
)
