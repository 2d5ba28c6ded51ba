"""Names that the engine takes as they stand are those that the reader of rows takes so."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from custecon.sources.cells import key_of
from custecon.sources.engines.client_numbers import _CLEAN_KEY

CLEAN = re.compile(_CLEAN_KEY.replace("''", "'"))  # as SQL has it
LETTERS = st.characters(max_codepoint=0x4FF) | st.sampled_from("«»“”„№#?+E1.,()\"' -\ufeff\ufffd\u0306")


@settings(max_examples=2000)
@given(st.text(LETTERS, min_size=1, max_size=6))
@example("1.5E+11")
@example("#N/A")
@example("??")
@example("и\u0306")  # й, not composed
@example(" Ель")
@example("Ель\ufeff")
def test_what_is_taken_as_it_stands_is_its_own_key(name):
    if CLEAN.fullmatch(name):
        assert key_of(name) == name


def test_the_names_of_real_exports_are_among_them():
    for name in (
        "anna@shop.example",
        'ООО "Ель"',
        "«Ель» ООО",
        "Müller & Söhne GmbH",
        "Alder Inc.",
        "ИП Ким А. В.",
        "№5",
    ):
        assert bool(CLEAN.fullmatch(name)) == (name != "№5"), name
