"""MBG/NBD: as BG/NBD, but a client may already leave after the first purchase of all."""

from __future__ import annotations

from custecon.models.beta_geometric_model import BetaGeometricModel
from custecon.models.buying_model import register


class MbgNbd(BetaGeometricModel):
    """Buying at a rate of one's own (Gamma: r, alpha); after every purchase a chance to leave (Beta: a, b).

    One-time buyers fade with silence. Source: Batislam, Denizel & Filiztekin 2007, International Journal of
    Research in Marketing 24; Hoppe & Wagner 2007, Marketing ZFP 29.
    """

    name = "mbg_nbd"
    title = "MBG/NBD"
    source = "Batislam, Denizel & Filiztekin 2007; Hoppe & Wagner 2007"
    leaves_at_once = True


MBG_NBD = register(MbgNbd())
