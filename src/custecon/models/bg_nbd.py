"""BG/NBD: purchases at random until a client leaves after a repeat purchase."""

from __future__ import annotations

from custecon.models.beta_geometric_model import BetaGeometricModel
from custecon.models.buying_model import register


class BgNbd(BetaGeometricModel):
    """Buying at one's own rate (Gamma: r, alpha); after each repeat purchase a chance to leave (Beta: a, b).

    A client who has not yet bought again counts as certainly active. Source: Fader, Hardie & Lee 2005,
    "Counting Your Customers" the Easy Way, Marketing Science 24 (2).
    """

    name = "bg_nbd"
    title = "BG/NBD"
    source = "Fader, Hardie & Lee 2005"
    leaves_at_once = False


BG_NBD = register(BgNbd())
