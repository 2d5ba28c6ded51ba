"""A fitted model in a file: plain JSON that `custecon fit` wrote, checked field by field before anything uses it."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from custecon.core.errors import InputRefused, Place, Undefined, problem
from custecon.models import gamma_gamma, model_named
from custecon.models.fit_record import Fit, checked
from custecon.sources.opening import bytes_of

__all__ = ["ModelFile", "read_model", "written"]

VERSION = 1


Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class FitRecord(BaseModel):
    """What `Fit.to_json` writes, as far as figures rest on it."""

    model_config = ConfigDict(extra="allow", strict=True)

    custecon_fit: Literal[1]
    model: str
    unit: Literal["week", "occasion", ""]
    params: dict[str, Positive]
    log_likelihood: FiniteFloat
    log_covariance: list[list[FiniteFloat]]

    def fit(self) -> Fit:
        """The fit itself.

        Raises:
            Undefined: E338 its parts do not fit together.
        """
        return Fit.from_json(self.model_dump_json())


class ModelFile(BaseModel):
    """What a model file holds.

    Attributes:
        custecon_model: the version of this form.
        buying: the fit of the purchases, as `Fit.to_json` writes it.
        spend: the fit of the spend; without one every purchase brings `mean_spend`.
        mean_spend: what a purchase day brought on average, refunds not taken off.
        currency: of the money, if the log told.
        occasion: the length of an occasion, for a model of occasions.
        as_of: the last day it learnt from.
        sha256: of the log it learnt from.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    custecon_model: Literal[1]
    buying: FitRecord
    spend: FitRecord | None
    mean_spend: Positive
    currency: str | None
    occasion: Literal["day", "week", "month", "quarter", "year"] | None
    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


def written(
    buying: Fit,
    spend: Fit | None,
    *,
    mean_spend: float,
    currency: str | None,
    occasion: str | None,
    as_of: str,
    sha256: str,
) -> dict[str, Any]:
    """The record of a model as JSON objects, checked as it will be when it is read."""
    found = ModelFile.model_validate(
        {
            "custecon_model": VERSION,
            "buying": json.loads(buying.to_json()),
            "spend": json.loads(spend.to_json()) if spend is not None else None,
            "mean_spend": mean_spend,
            "currency": currency,
            "occasion": occasion,
            "as_of": as_of,
            "sha256": sha256,
        }
    )
    return found.model_dump()


def read_model(path: str) -> tuple[ModelFile, Fit, Fit | None]:
    """The model in a file, whole and of a kind that is known.

    Raises:
        InputRefused: E344 damaged, foreign, or of another version; or the file cannot be opened.
    """
    data = bytes_of(path)

    def refused(what: str) -> InputRefused:
        return InputRefused(problem("E344", place=Place(path), what=what))

    try:
        document = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise refused(f"it is no JSON ({fault})") from None
    record = document.get("model") if isinstance(document, dict) else None
    if not isinstance(record, dict):
        raise refused("it holds no model")
    try:
        found = ModelFile.model_validate(record)
        buying = found.buying.fit()
        spend = found.spend.fit() if found.spend is not None else None
        checked(buying.model, model_named(buying.model).parameters, buying)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise refused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except Undefined as fault:
        raise refused(fault.problems[0].what) from None
    if (buying.unit == "occasion") != (found.occasion is not None) or not buying.unit:
        raise refused(f"its time is counted in «{buying.unit}»")
    if spend is not None and (spend.model != gamma_gamma.NAME or set(spend.params) != set(gamma_gamma.NAMES)):
        raise refused(f"«{spend.model}» is no model of spend")
    return found, buying, spend
