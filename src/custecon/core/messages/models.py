"""What the probability models cannot answer (E33x–E35x), and what must be known of their answers (N3xx)."""

from custecon.core.messages.text import Message, Weight

MODELS: dict[str, Message] = {
    "E330": Message(
        "the clients' summary is inconsistent: {what}",
        "each client needs whole repeat purchases from 0, and 0 ≤ age at last purchase ≤ age, in one unit",
    ),
    "E331": Message(
        "{model} cannot be fitted: {why}",
        "use a longer history or more clients, or a simpler answer such as average rate × time",
    ),
    "E332": Message(
        "{model} has no best fit inside its space: the data drive {parameters} to the edge",
        "choose a simpler model, or accept the edge on purpose (accept_edge=True)",
    ),
    "E333": Message(
        "{model} did not reach a maximum after {iterations} {iterations:step|steps} from {starts} "
        "{starts:start|starts}",
        "check the data for clients of quite another kind; fit them apart",
    ),
    "E334": Message(
        "{figure} is infinite for these parameters: {why}",
        "give a horizon, or a discount rate above 0",
    ),
    "E335": Message(
        "time units are mixed: {what}",
        "state every duration with its unit and convert the data to the unit of the fit",
    ),
    "E336": Message(
        "{parameters} is not a set of parameters of {model}: {what}",
        "give every parameter of the model, finite and above 0",
    ),
    "E337": Message("{what} is not a duration or a rate that can be used", "give a finite number and a known unit"),
    "E338": Message("this is not a saved model: {what}", "fit again and save with `Fit.to_json`"),
    "E339": Message("{model} needs {needs}", "{cure}"),
    "E340": Message(
        "an interval cannot be computed: {why}",
        "use the parametric bootstrap, or a simpler model",
    ),
    "E341": Message("the models cannot be compared: {why}", "give a hold-out period with at least one client in it"),
    "N341": Message(
        "{model}: the data drive {parameters} to the edge of the space; the fit is the limit there, "
        "and the interval does not include what {parameters} leaves open",
        "do not quote these parameters",
        weight=Weight.ASSUMED,
        brief="{model}: the data drive {parameters} to the edge; do not quote these parameters",
    ),
    "N342": Message(
        "only {repeaters} {repeaters:client|clients} bought again: {model} stands on little; its interval is wide",
        "read the interval, not the figure",
        weight=Weight.FEW,
        brief="only {repeaters} {repeaters:client|clients} bought again: {model} stands on little",
    ),
    "N343": Message(
        "no probability model could be fitted ({why}); the answer is {rule}",
        "use a longer history or more clients",
        weight=Weight.ANSWER,
    ),
    "N344": Message(
        "spend depends on how often a client buys (Spearman {spearman}, {p}): the value of frequent buyers may be off",
        "fit by segment",
        weight=Weight.LIMIT,
        brief="spend depends on how often a client buys: frequent buyers may be off",
    ),
    "N345": Message("{model} takes no part: {why}", "see the cure of the problem named"),
    "N347": Message(
        "{group}: too few to stand alone ({repeaters} of {clients} bought again); its parameters are drawn towards "
        "those of the whole base",
        "read its figures together with those of the whole",
        weight=Weight.FEW,
        brief="{group}: only {repeaters} of {clients} bought again; drawn towards the whole base",
    ),
    "N375": Message("{model}: purchases come no more regularly than by chance (k = 1), so this is {plain}"),
    "N346": Message(
        "{model} takes {count} {count:client|clients} without a repeat purchase for certainly active, however long "
        "silent",
        "MBG/NBD or Pareto/NBD let such a client fade",
        weight=Weight.LIMIT,
        brief="{model} takes {count} {count:client|clients} who never came back for active, however silent",
    ),
}
