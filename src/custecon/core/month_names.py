"""The names of months by their number, whole and short, in the languages in which days are written out.

Commas stand between the months. Short names that are other words too are left out: «out», «set», «ago», «mag».
"""

from __future__ import annotations

_LANGUAGES = (
    "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, september sep sept, "
    "october oct, november nov, december dec",
    "январь января янв, февраль февраля фев февр, март марта мар, апрель апреля апр, май мая, июнь июня июн, "
    "июль июля июл, август августа авг, сентябрь сентября сен сент, октябрь октября окт, ноябрь ноября ноя нояб, "
    "декабрь декабря дек",
    "januar jänner, februar feber, märz mrz maerz, april, mai, juni, juli, august, september, oktober okt, november, "
    "dezember dez",
    "janvier janv, février févr fév fevrier, mars, avril avr, mai, juin, juillet juil, août aout, septembre, octobre, "
    "novembre, décembre déc decembre",
    "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre",
    "gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, agosto, settembre, ottobre, novembre, dicembre",
)
MONTH_NAMES: dict[str, int] = {
    name: number
    for language in _LANGUAGES
    for number, names in enumerate(language.split(","), 1)
    for name in names.split()
}
