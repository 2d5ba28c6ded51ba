"""A model that was fitted before and kept in a file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from custecon.clients.files import Reader
from custecon.core.schemas import Schema

if TYPE_CHECKING:
    from custecon.models.fit_record import Fit
    from custecon.sources.model_file import ModelFile


@dataclass
class KeptModel:
    """How clients buy and leave, and what they spend if that was fitted too; `record`: what it rests on."""

    path: str
    record: "ModelFile"
    buying: "Fit"
    spend: "Fit | None"
    currency: str | None = None  # of the answer

    called: ClassVar[str] = "a model file"
    argument: ClassVar[str] = "MODEL"
    told: ClassVar[str] = "The model file"
    offers: ClassVar[tuple[str, ...]] = (".json",)
    kinds: ClassVar[tuple[Schema, ...]] = ()

    @classmethod
    def opened(cls, source: Any, reader: Reader, **how: object) -> "KeptModel":
        """The model that a file of `custecon fit` holds.

        Raises:
            InputRefused: it is no such file.
        """
        from custecon.sources.model_file import read_model

        del reader, how  # it is no table
        return cls(str(source), *read_model(source))
