"""What the operating system says of a file, in our words, so that every language has them."""

from __future__ import annotations

import errno

from custecon.core.phrases import Phrase, say

_SAID = {
    errno.ENOENT: say("there is no such file or folder"),
    errno.EACCES: say("there is no right to it"),
    errno.EPERM: say("there is no right to it"),
    errno.EISDIR: say("it is a folder"),
    errno.ENOTDIR: say("a part of the path is no folder"),
    errno.ENAMETOOLONG: say("the name is too long"),
    errno.ENOSPC: say("the disk is full"),
    errno.EDQUOT: say("the share of the disk is used up"),
    errno.EROFS: say("the disk can only be read"),
    errno.EIO: say("the disk does not answer"),
    errno.EFBIG: say("the file would be too large"),
    errno.EMFILE: say("too many files are open"),
    errno.EBUSY: say("another program uses it"),
    errno.ELOOP: say("its links go round in a circle"),
    errno.ENXIO: say("it is no file"),
}


def said_of(error: Exception) -> Phrase:
    """Why something cannot be done: by the number of the error; words that are not known here stand in quotes.

    >>> said_of(OSError(errno.ENOSPC, "No space left on device")), said_of(ValueError("embedded null byte"))
    ('the disk is full', '«embedded null byte»')
    """
    known = _SAID.get(getattr(error, "errno", None) or 0)
    return known or say("«{said}»", said=getattr(error, "strerror", None) or str(error))
