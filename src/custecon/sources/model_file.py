"""A fitted model in a file: plain JSON that `custecon fit` wrote, checked field by field before anything uses it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, field_validator, model_validator

from custecon.core.errors import InputRefused, Notice, Place, Undefined, problem
from custecon.core.phrases import say
from custecon.models import gamma_gamma, model_named
from custecon.models.admissible import LARGEST_MONEY, refuse_impossible
from custecon.models.fit_record import Fit, checked
from custecon.sources.dates import EARLIEST_YEAR
from custecon.sources.opening import bytes_of
from custecon.sources.wording import shown

VERSION = 1
LARGEST = 1 << 24  # bytes; a model takes ten thousand, its tables not much more
EARLIEST = dt.date(EARLIEST_YEAR, 1, 1)

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=1 << 53)]
Word = Annotated[str, Field(max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class HowItCame(_Part):
    """How the fit came about: `Convergence`."""

    steps: Count
    starts_tried: Count
    starts_scored: Count
    largest_gradient: FiniteFloat
    promised_gain: FiniteFloat
    weakest_curvature: FiniteFloat
    at_edge: list[Word]


class Told(_Part):
    """A notice that belongs to the fit."""

    code: Word
    values: dict[Word, FiniteFloat | Count | Word]

    @model_validator(mode="after")
    def _is_known(self) -> Told:
        """It can be told in its own words."""
        try:
            told = Notice(self.code, dict(self.values))
            if not self.code.startswith("N") or not (str(told) and told.cure is not None):
                raise ValueError("no notice of custecon")
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise ValueError("no notice of custecon, or its values are missing") from None
        return self


class FitRecord(_Part):
    """What `Fit.to_json` writes."""

    custecon_fit: Literal[1]
    model: Word
    unit: Literal["week", "occasion", ""]
    params: dict[Word, Positive]
    standard_errors: dict[Word, FiniteFloat]
    log_covariance: list[list[FiniteFloat]]
    log_likelihood: FiniteFloat
    aic: FiniteFloat
    bic: FiniteFloat
    data: dict[Word, FiniteFloat]
    convergence: HowItCame
    notices: list[Told]

    def fit(self, days: int) -> Fit:
        """The fit itself, of a log of so many days at most.

        Raises:
            Undefined: E338 its parts do not fit together, or no fit can have such parameters.
        """
        found = Fit.from_json(self.model_dump_json())
        refuse_impossible(found, days / (7.0 if self.unit == "week" else 1.0))
        return found


class ModelFile(_Part):
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

    custecon_model: Literal[1]
    buying: FitRecord
    spend: FitRecord | None
    mean_spend: Annotated[Positive, Field(le=LARGEST_MONEY)]
    currency: Word | None
    occasion: Literal["day", "week", "month", "quarter", "year"] | None
    as_of: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("as_of")
    @classmethod
    def _is_a_day(cls, text: str) -> str:
        if dt.date.fromisoformat(text) <= EARLIEST:
            raise ValueError(f"custecon reads no day before {EARLIEST.isoformat()}")
        return text


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

    if len(data) > LARGEST:
        raise refused(say("it has {data} bytes, and a model at most {largest}", data=len(data), largest=LARGEST))
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_number)
        json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        raise refused("it is no JSON (lists in one another, deeper than any model)") from None
    except ValueError as fault:  # and what it has for a kind: no UTF-8, half a letter, more digits than Python reads
        raise refused(say("it is no JSON ({fault})", fault=shown(fault, 120))) from None
    record = document.get("model") if isinstance(document, dict) else None
    if not isinstance(record, dict):
        raise refused("it holds no model")
    try:
        found = ModelFile.model_validate(record)
        days = (dt.date.fromisoformat(found.as_of) - EARLIEST).days
        buying = _fit(found.buying, "buying", days)
        spend = _fit(found.spend, "spend", days) if found.spend is not None else None
        checked(buying.model, model_named(buying.model).parameters, buying)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise refused(shown(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", 200)) from None
    except Undefined as fault:
        raise refused(shown(fault.problems[0].what, 200)) from None
    if (buying.unit == "occasion") != (found.occasion is not None) or not buying.unit:
        raise refused(say("its time is counted in «{unit}»", unit=buying.unit))
    names = set(model_named(buying.model).parameters)
    if extra := set(buying.params) - names - {"k"}:
        raise refused(say("{sorted}: no parameter of {model}", sorted=sorted(extra), model=buying.model))
    if spend is not None and (spend.model != gamma_gamma.NAME or set(spend.params) != set(gamma_gamma.NAMES)):
        raise refused(say("«{model}» is no model of spend", model=spend.model))
    return found, buying, spend


def _fit(record: FitRecord, part: str, days: int) -> Fit:
    try:
        return record.fit(days)
    except Undefined as fault:
        what = fault.problems[0].values.get("what", "")
        raise Undefined(problem("E338", what=f"{part}.{what}")) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, whose keys stand there once: of two values nobody knows which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
        raise ValueError(f"«{twice}» stands there twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
