"""The shape of what `-f json` writes, as docs/json.md tells it; a key that is not here is refused."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Scalar = bool | int | float | str | None
Number = int | float
Exact = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]  # money and counts that no reader may round
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Words = Annotated[str, StringConstraints(min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^\S+$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Place(Part):
    file: str
    line: int | None
    column: str | None


class Problem(Part):
    code: Annotated[str, StringConstraints(pattern=r"^[EN][0-9]{3}$")]
    text: Words
    cure: str
    place: Place | None


class Interval(Part):
    low: Number | Exact | None
    high: Number | Exact | None
    level: float
    method: str


class Step(Part):
    name: str
    formula: str
    with_numbers: str
    value: str


class Working(Part):
    formula: str
    with_numbers: str
    steps: list[Step]
    conditions: list[str]


class Valued(Part):
    """A value, as a number or as exact text, and the same as text with at most six decimal places, half up."""

    value: Number | Exact | None
    text: str | None

    @model_validator(mode="after")
    def the_text_is_the_value(self) -> Self:
        if self.value is None:
            assert self.text is None
        elif self.text is not None:
            exact = Decimal(self.value) if isinstance(self.value, str) else Decimal(repr(self.value))
            assert Decimal(self.text) == exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
        return self


class Figure(Valued):
    name: Name
    label: Words
    unit: Words
    weight: Literal["main", "other", "detail"]
    convention: str
    undefined: Problem | None
    interval: Interval | None = None
    working: Working | None = None

    @model_validator(mode="after")
    def nothing_is_missing_without_a_reason(self) -> Self:
        assert (self.value is None) == (self.undefined is not None), self.name
        return self


class Input(Valued):
    name: Name
    unit: Words
    meaning: Words
    origin: Literal["given", "file", "environment", "settings", "computed", "assumed"]
    note: str


class Column(Part):
    name: Words  # an activity of the file stands in it as it is written there
    unit: Words
    meaning: Words


class Table(Part):
    name: Name
    title: str
    columns: list[Column]
    rows: list[dict[str, Scalar]]

    @model_validator(mode="after")
    def every_row_has_every_column(self) -> Self:
        names = [column.name for column in self.columns]
        assert len(set(names)) == len(names)
        assert all(list(row) == names for row in self.rows)
        return self


class Decided(Part):
    value: str
    by: str


class ControlTotals(Part):
    file: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    kind: str
    rows_in_file: int
    used: int
    skipped: dict[str, int]
    left_out: dict[str, Exact]
    counted_against: dict[str, Exact]
    refused: int
    clients: int | None
    totals: dict[str, Exact]
    first_date: Day | None
    last_date: Day | None
    currency: str | None
    settings: dict[str, Decided]
    columns: dict[str, Decided]
    counts: dict[str, int]
    looked_at_columns: list[str]
    unused_columns: list[str]
    parts: list[str]


class Answer(Part):
    """What every command writes."""

    version_of_shape: Literal["custecon/1"] = Field(alias="schema")
    version: Words
    command: Words
    title: str
    answer: str
    period: Literal["day", "week", "month", "quarter", "year"] | None
    currency: str | None
    as_of: Day | None
    figures: list[Figure]
    inputs: list[Input]
    parameters: dict[str, str]
    tables: list[Table]
    notices: list[Problem]
    sources: list[str]
    criticism: list[str]
    control_totals: list[ControlTotals]


class Checked(Answer):
    """What `custecon check` adds, for programs that compare."""

    total: Exact | None
    clients: int | None
    rows: int
    date_min: Day | None
    date_max: Day | None
    client_keys: list[str]


class Fitted(Answer):
    """What `custecon fit` adds."""

    model: dict[str, Any]


class Refusal(Part):
    """What stands there instead when no figure is given."""

    version_of_shape: Literal["custecon/1"] = Field(alias="schema")
    version: Words
    refused: Literal[True]
    exit_code: Literal[2, 3, 4, 5, 6]
    problems: Annotated[list[Problem], Field(min_length=1)]
    more_problems: int
    context: list[str]


SHAPES = {"check": Checked, "fit": Fitted}
PARTS = (Answer, Checked, Fitted, Refusal, Figure, Interval, Working, Step, Input, Table, Column, Problem, Place)
PARTS += (ControlTotals, Decided)
