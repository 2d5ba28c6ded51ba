"""What a reading tells, whatever it was read from, so that one source can be held against another."""


def told(reading):
    controls = reading.controls
    return (
        *(controls.kind, controls.used, controls.clients, dict(controls.totals), controls.first_date),
        *(controls.last_date, controls.as_of, controls.currency, dict(controls.set_aside), dict(controls.against)),
        {role: decided.value for role, decided in controls.columns.items()},
        [notice.code for notice in reading.notices],
        {role: column.values() for role, column in reading.table.columns.items()},
    )
