"""Where formulas and figures come from: one entry a work, named once, cited by key.

`read` tells whether the source itself, or a public text that quotes it, was read for custecon; a figure that
was only remembered is never presented as read.
"""

from __future__ import annotations

from dataclasses import dataclass

from custecon.core.language import Language
from custecon.core.phrases import say

TRAINING, COURSES = "Training material", "Service training courses"
UNSIGNED = frozenset({TRAINING, COURSES})  # no name of an author: said in every language


@dataclass(frozen=True, slots=True)
class Work:
    """A paper, book, note or page. `read`: how its content reached us."""

    authors: str
    year: int
    title: str
    where: str
    read: str

    def __str__(self) -> str:
        return f"{self.authors} ({self.year}). {self.title}. {self.where}."


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a work: "eq. 2", "p. 19", "table 1"."""

    key: str
    place: str = ""

    @property
    def work(self) -> Work:
        """The work cited."""
        return WORKS[self.key]

    def __str__(self) -> str:
        return self._of(self.work.authors, self.work.title, self.place)

    def in_language(self, language: Language) -> str:
        """As it was published; what has no author but words of ours is called by its words in the language."""
        if self.work.authors not in UNSIGNED:
            return str(self)
        return self._of(*map(language.text, (self.work.authors, self.work.title, self.place)))

    @property
    def authors(self) -> str:
        """Who wrote it."""
        return say(self.work.authors) if self.work.authors in UNSIGNED else self.work.authors

    def _of(self, authors: str, title: str, place: str) -> str:
        return f"{authors} ({self.work.year}), {title}" + (f", {place}" if place else "")


def cite(key: str, place: str = "") -> Citation:
    """A citation; an unknown key is refused at import."""
    if key not in WORKS:
        raise ValueError(f"no such work: {key!r}; add it to core/references.py")
    return Citation(key, place)


_READ, _QUOTED, _REMEMBERED = "read", "read as quoted by others", "from memory; the formula gives the figure"

WORKS: dict[str, Work] = {
    "hughes-1994": Work(
        "Hughes, A. M.",
        1994,
        "Strategic Database Marketing",
        "Probus Publishing; method and figures as at dbmarketing.com",
        _QUOTED,
    ),
    "fader-hardie-2012-note-24": Work(
        "Fader, P. S. and Hardie, B. G. S.",
        2012,
        "Reconciling and Clarifying CLV Formulas",
        "Technical note 024, brucehardie.com/notes/024",
        _READ,
    ),
    "gupta-lehmann-2003": Work(
        "Gupta, S. and Lehmann, D. R.",
        2003,
        "Customers as Assets",
        "Journal of Interactive Marketing 17(1), 9–24",
        _QUOTED,
    ),
    "berger-nasr-1998": Work(
        "Berger, P. D. and Nasr, N. I.",
        1998,
        "Customer Lifetime Value: Marketing Models and Applications",
        "Journal of Interactive Marketing 12(1), 17–30",
        _REMEMBERED,
    ),
    "chartmogul-ltv": Work("ChartMogul", 2015, "Customer lifetime value", "chartmogul.com", _READ),
    "profitwell-ltv": Work("ProfitWell", 2016, "How to calculate customer lifetime value", "profitwell.com", _READ),
    "abracalc-ltv": Work(
        "AbraCalc",
        2025,
        "Customer LTV: $100 ARPA, 80% margin, 5% churn",
        "abracalc.com, customer lifetime value calculator",
        _READ,
    ),
    "starbucks-ltv": Work(
        "Kissmetrics",
        2012,
        "How to calculate customer lifetime value: the Starbucks case",
        "figures of 2004, quoted in many teaching cases",
        _QUOTED,
    ),
    "wilson-1927": Work(
        "Wilson, E. B.",
        1927,
        "Probable Inference, the Law of Succession, and Statistical Inference",
        "Journal of the American Statistical Association 22, 209–212",
        _QUOTED,
    ),
    "newcombe-1998": Work(
        "Newcombe, R. G.",
        1998,
        "Two-sided confidence intervals for the single proportion: comparison of seven methods",
        "Statistics in Medicine 17, 857–872",
        _REMEMBERED,
    ),
    "newcombe-1998-difference": Work(
        "Newcombe, R. G.",
        1998,
        "Interval estimation for the difference between independent proportions: comparison of eleven methods",
        "Statistics in Medicine 17, 873–890; method 10",
        _REMEMBERED,
    ),
    "zou-2009": Work(
        "Zou, G. Y., Huang, W. and Zhang, X.",
        2009,
        "A note on confidence interval estimation for a linear function of binomial proportions",
        "Computational Statistics and Data Analysis 53, 1080–1085",
        _REMEMBERED,
    ),
    "fleiss-2003": Work(
        "Fleiss, J. L., Levin, B. and Paik, M. C.",
        2003,
        "Statistical Methods for Rates and Proportions",
        "third edition, chapter 4: sample sizes for two shares",
        _REMEMBERED,
    ),
    # ----- profit of a client
    "kanthal-1989": Work(
        "Kaplan, R. S.",
        1989,
        "Kanthal (A)",
        "Harvard Business School case 190-002; 20 % of customers earn 225 % of profit",
        _QUOTED,
    ),
    "controlling-wiki-whale": Work(
        "Zieliński, T.",
        2014,
        "The Whale Curve of Customer Profitability",
        "ControllingWiki; 20 % of customers earn 140 % of profit, another 20 % take 40 % away",
        _READ,
    ),
    "kaplan-anderson-2004": Work(
        "Kaplan, R. S. and Anderson, S. R.",
        2004,
        "Time-Driven Activity-Based Costing",
        "Harvard Business Review 82(11), 131–138",
        _REMEMBERED,
    ),
    "kaplan-narayanan-2001": Work(
        "Kaplan, R. S. and Narayanan, V. G.",
        2001,
        "Measuring and Managing Customer Profitability",
        "Journal of Cost Management 15(5), 5–15",
        _REMEMBERED,
    ),
    "hhi": Work(
        "U.S. Department of Justice",
        2010,
        "Herfindahl–Hirschman Index",
        "Horizontal Merger Guidelines; here over clients instead of firms",
        _REMEMBERED,
    ),
    "client-loyalty-training": Work(
        TRAINING,
        2026,
        "Client loyalty and client management",
        "handouts that custecon was drawn from; they name no study: rules of thumb, not findings",
        _READ,
    ),
    "reichheld-sasser-1990": Work(
        "Reichheld, F. F. and Sasser, W. E.",
        1990,
        "Zero Defections: Quality Comes to Services",
        "Harvard Business Review, September–October, 105–111; abstract",
        _READ,
    ),
    "christopher-payne-ballantyne": Work(
        "Christopher, M., Payne, A. and Ballantyne, D.",
        2002,
        "Relationship Marketing: Creating Stakeholder Value",
        "figure 2.7, after Reichheld; bars matched to their labels by order",
        _QUOTED,
    ),
    "sharp-loyalty-myths": Work(
        "Sharp, B.",
        2005,
        "Loyalty Myths: a 5% drop in defections does not result in 80%+ increase in profits",
        "marketingscience.info/loyalty-myths",
        _READ,
    ),
    "gupta-lehmann-stuart-2004": Work(
        "Gupta, S., Lehmann, D. R. and Stuart, J. A.",
        2004,
        "Valuing Customers",
        "Journal of Marketing Research 41(1), 7–18; abstract",
        _READ,
    ),
    "metrickittools-cac": Work(
        "MetricKit", 2025, "Customer acquisition cost: paid, blended, fully loaded", "metrickittools.com", _READ
    ),
    "knowmba-payback": Work("KnowMBA", 2025, "CAC payback period", "knowmba.com", _READ),
    "daymark-payback": Work("Daymark", 2025, "CAC payback period", "daymark", _READ),
    "skok-saas-metrics": Work(
        "Skok, D.",
        2013,
        "SaaS Metrics: LTV to CAC of 3 or more, CAC back within 12 months",
        "forentrepreneurs.com",
        _QUOTED,
    ),
    "blattberg-deighton-1996": Work(
        "Blattberg, R. C. and Deighton, J.",
        1996,
        "Manage Marketing by the Customer Equity Test",
        "Harvard Business Review 74(4), 136–144; formulas as given by H.-Y. Tsao 2013",
        _QUOTED,
    ),
    "pfeifer-2005": Work(
        "Pfeifer, P. E.",
        2005,
        "The optimal ratio of acquisition and retention costs",
        "Journal of Targeting, Measurement and Analysis for Marketing 13(2), 179–188; abstract",
        _READ,
    ),
    "stauss-friege-1999": Work(
        "Stauss, B. and Friege, C.",
        1999,
        "Regaining Service Customers: Costs and Benefits of Regain Management",
        "Journal of Service Research 1(4), 347–361; the structure of the reckoning",
        _QUOTED,
    ),
    # ----- complaints
    "complaint-iceberg": Work(
        COURSES,
        1986,
        "The complaint iceberg: of 100 dissatisfied clients 4 complain",
        "taught in many courses, after the studies of TARP for the White House Office of Consumer Affairs (the last of "
        "1986); the courses give no year and no sample",
        _QUOTED,
    ),
    "white-house-oca": Work(
        "TARP, for the White House Office of Consumer Affairs",
        1986,
        "Only 1 of 27 customers with a problem tells",
        "quoted in many places, such as servicecheck.net; the study itself was not seen",
        _QUOTED,
    ),
    "tarp-loyalty": Work(
        "TARP",
        2003,
        "Loyalty after a problem, by what became of the complaint",
        "as printed in Fast Company, What makes us loyal II, 9 December 2003; the study itself is older and was not seen",
        _QUOTED,
    ),
    "goodman-basic-facts": Work(
        "Goodman, J. A.",
        1999,
        "Basic Facts on Customer Complaint Behavior and the Impact of Service on the Bottom Line",
        "notes of TARP's findings; the year from memory",
        _READ,
    ),
    "ccmc-rage-2015": Work(
        "Customer Care Measurement & Consulting and Arizona State University",
        2015,
        "National Customer Rage Study",
        "summary, W. P. Carey School of Business",
        _READ,
    ),
    "ccmc-rage-2020": Work(
        "Customer Care Measurement & Consulting and Arizona State University",
        2020,
        "National Customer Rage Study",
        "summary, csl.wpcarey.asu.edu",
        _READ,
    ),
    "ctma-at-risk": Work(
        "CTMA",
        2014,
        "Revenue at risk: customers × share with a problem × loyalty drop × annual revenue",
        "as quoted in handouts of that year",
        _QUOTED,
    ),
    "kaplan-meier-1958": Work(
        "Kaplan, E. L. and Meier, P.",
        1958,
        "Nonparametric Estimation from Incomplete Observations",
        "Journal of the American Statistical Association 53(282), 457–481",
        _REMEMBERED,
    ),
    "greenwood-1926": Work(
        "Greenwood, M.",
        1926,
        "The Natural Duration of Cancer",
        "Reports on Public Health and Medical Subjects 33, 1–26; the variance of the share that is still there",
        _REMEMBERED,
    ),
    "ang-2005": Work(
        "Ang, B. W.",
        2005,
        "The LMDI Approach to Decomposition Analysis: A Practical Guide",
        "Energy Policy 33(7), 867–871",
        _REMEMBERED,
    ),
    "shorrocks-2013": Work(
        "Shorrocks, A. F.",
        2013,
        "Decomposition Procedures for Distributional Analysis: A Unified Framework Based on the Shapley Value",
        "Journal of Economic Inequality 11(1), 99–126",
        _REMEMBERED,
    ),
    "lorenz-1905": Work(
        "Lorenz, M. O.",
        1905,
        "Methods of Measuring the Concentration of Wealth",
        "Publications of the American Statistical Association 9(70), 209–219",
        _REMEMBERED,
    ),
    "ifrs-8": Work(
        "International Accounting Standards Board",
        2006,
        "IFRS 8 Operating Segments",
        "paragraph 34: single external customers with 10 per cent or more of the revenue",
        _REMEMBERED,
    ),
    "mcnemar-1947": Work(
        "McNemar, Q.",
        1947,
        "Note on the Sampling Error of the Difference between Correlated Proportions or Percentages",
        "Psychometrika 12(2), 153–157; here the exact test of who moved",
        _REMEMBERED,
    ),
    "holm-1979": Work(
        "Holm, S.",
        1979,
        "A Simple Sequentially Rejective Multiple Test Procedure",
        "Scandinavian Journal of Statistics 6(2), 65–70",
        _REMEMBERED,
    ),
    "cochran-1977": Work(
        "Cochran, W. G.",
        1977,
        "Sampling Techniques",
        "3rd edition, Wiley; chapter 6: the variance of a ratio of two sums",
        _REMEMBERED,
    ),
    "kumar-2010": Work(
        "Kumar, V., Petersen, J. A. and Leone, R. P.",
        2010,
        "Driving Profitability by Encouraging Customer Referrals: Who, When, and How",
        "Journal of Marketing 74(5), 1–17",
        _REMEMBERED,
    ),
    "schmitt-2011": Work(
        "Schmitt, P., Skiera, B. and Van den Bulte, C.",
        2011,
        "Referral Programs and Customer Value",
        "Journal of Marketing 75(1), 46–59; its abstract",
        _READ,
    ),
}
