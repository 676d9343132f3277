# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Words of Dutch as people write them: folded, stemmed, glued together, misspelt, or another word for the same.

A text becomes terms. A term is the stem of a folded word (lower case, without accents; `dutch` of Snowball:
Kraaij and Pohlmann), or of the first word of its group of synonyms. A `Woordenboek` knows every word that can
be found, and reads a word that somebody asks with, each next way only when the earlier ones find nothing:

    1.0   it is known by its stem                       boetes → boete
    0.9   it sounds like one                            gemeentje, gemeinte, verblyf
    0.8   it is one mistake away; two from 8 letters    penioen → pensioen

and, whether it is known or not, by what it is made of:

    0.6   two known words make it                       verkeersboete → verkeer, boete
    0.6   else it begins or ends with a known word, or a known word with it
    1.0   with its neighbour it makes a known word      kinder bijslag → kinderbijslag
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from functools import lru_cache
from typing import Final

import Stemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

EXACT: Final = 1.0
SOUND: Final = 0.9
MISTAKE: Final = 0.8
PART: Final = 0.6
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`"))
_TOKEN: Final = re.compile(r"\w+")
_LINKS: Final = ("", "s", "en", "n", "e")  # what Dutch puts between the parts of a compound
_MIN_LEFT: Final = 3
_MIN_RIGHT: Final = 4
_MIN_MISTAKE: Final = 4
_LONG: Final = 8
MAX_GUESSES: Final = 16
NOTHING: Final[Mapping[str, float]] = {}
_MAX_AROUND: Final = 5
_CACHE: Final = 50_000
_TEXTS: Final = 4_000
LITTLE: Final = frozenset(
    """
    aan aangaan af al alle allemaal alles als altijd andere anders ben bent bij blijft daar daarom dan dat de den der
    des deze die dingen dit doe doen door dus een eens eigenlijk elke en er ergens even ga gaan gaat geef geen gewoon
    had haar hadden heb hebben hebt heeft hem hen het hier hij hoe hoeveel hun iemand iets ik in ineens is ja jaar je
    jij kan komt kon krijg krijgen krijgt kunnen laat maar me meer mee met meneer mevrouw mij mijn moet moeten mocht
    mogen mag men na naar nee net niet nieuwe nog nou nu of om omdat onder ons onze ook op opeens over per precies
    s snel soms steeds t te tegen ten ter terwijl toch toen tot tijdens u uit uw van vanaf veel via voor vraag vragen
    waar waarom wanneer want waren was wat we weer weet wel welke werd weten wie wij wil willen word worden wordt zal
    ze zeggen zegt zei zelf zich zij zijn zit zo zoals zonder zou zouden
    http https overheid standaarden owms terms nl www
    a about after am an and are as at back be been but by can could did does for from get got had has have her his how
    i if im into it its just my need new no not of off on one or our out please she should so some that the their they
    this to too up want wants was we were what when where which who why will with would you your
    """.split()  # noqa: SIM905  # words, to be read as words
)
# words that the stemmer takes for another one: gebeurt for beurs, geldig for geld, geweest for wees, rente for rent
_AS_THEY_ARE: Final[dict[str, str]] = {
    word: group.split()[0]
    for group in (
        "gebeurt gebeurd gebeuren gebeurde",
        "geldig geldige geldigheid",
        "geweest",
        "verkeerd verkeerde",
        "gesloten gesloot",
        "mening meningen",
        "rente rentes",
        "geslagen geslaan",
        "gezond gezonde gezondheid",
        "vals valse",
        "giftig giftige",
        "weekend weekeinde weekends",
        "spanning spanningen",
        "afwezig afwezige",
        "verder verdere",
        "gezag",
        "loting lotingen",
        "polen poolse pools",
        "bakkerij bakker",
        "getuige getuigen",
        "veilig veilige",
        "plaats plaatsen",
        "reden redenen",
        "vorige vorig",
        "huishoudster",
        "kaart kaartje kaartjes kaarten",
        "schuld schulden",
        "open opende",
    )
    for word in group.split()
}
_SOUNDS: Final = (
    ("ph", "f"),
    ("th", "t"),
    ("sch", "sg"),
    ("ch", "g"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("ij", "y"),
    ("ei", "y"),
    ("au", "ou"),
    ("x", "ks"),
    ("q", "k"),
    ("z", "s"),
    ("v", "f"),
    ("dt", "t"),
    ("d", "t"),
    ("j", "i"),
)


def words(text: str) -> list[str]:
    """Fold a text into words, in order, without the little ones that say nothing.

    >>> words("Bekeuring kan ik niet betalen, coördinator!")
    ['bekeuring', 'betalen', 'coordinator']
    """
    return [word for word in _TOKEN.findall(fold(text)) if word not in LITTLE]


def fold(text: str) -> str:
    """Lower the case, take off accents, and write compatible signs plainly."""
    if text.isascii():  # most are, and have none of these
        return text.lower().translate(_APOSTROPHES)
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(_APOSTROPHES)


@lru_cache(_CACHE)
def stem(word: str) -> str:
    """Give the stem of a folded word.

    >>> stem("boetes"), stem("betalen"), stem("betaling")
    ('boete', 'betaal', 'betaal')
    """
    return _AS_THEY_ARE.get(word) or str(_STEMMER.stemWord(word))


def sound(term: str) -> str:
    """Write a word as it sounds, so that ways to spell one sound are one.

    >>> sound("verblyf") == sound("verblijf") == sound("ferbleif")
    True
    """
    for sign, plain in _SOUNDS:
        term = term.replace(sign, plain)
    return "".join(c for i, c in enumerate(term) if i == 0 or c != term[i - 1])


class Woordenboek:
    """Every word that can be found. Immutable once made; what it looked up it remembers."""

    def __init__(
        self,
        known: frozenset[str] = frozenset(),
        synonyms: Mapping[str, str] | None = None,
        *,
        parts: frozenset[str] = frozenset(),
    ) -> None:
        """Take words in.

        Args:
            known: folded words.
            synonyms: stem → the stem that stands for it.
            parts: of these words compounds are made. They stay the same while other words come and go, so that a
                text always has the same terms.
        """
        self._synonyms = synonyms or {}
        self._compounding = parts
        self._parts = lru_cache(_CACHE)(self._split)
        self.document = lru_cache(_TEXTS)(self._read_document)
        self._words: frozenset[str] = frozenset()
        self.terms: frozenset[str] = frozenset()
        self._by_length: dict[int, tuple[str, ...]] = {}
        self._by_sound: dict[str, tuple[str, ...]] = {}
        self._take(known)

    def knows(self, word: str) -> bool:
        """Say whether a folded word is known as it stands."""
        return word in self._words

    def changed(self, more: Iterable[str], less: Iterable[str]) -> "Woordenboek":
        """Know other words: more, and some no longer. What was read of texts stays the same, and is shared."""
        found = copy(self)
        found._take(set(more) - self._words, set(less) & self._words)  # noqa: SLF001  # its own kind, and still new
        return found

    def _take(self, more: AbstractSet[str], less: AbstractSet[str] = frozenset()) -> None:
        self._words = (self._words | more) - less
        self.terms = self.terms | {self._canonical(word) for word in more}
        if less:
            self.terms = frozenset(map(self._canonical, self._words))
        self._by_length, self._by_sound = dict(self._by_length), dict(self._by_sound)
        for length in {len(word) for word in more | less}:
            here = {*self._by_length.get(length, ()), *(word for word in more if len(word) == length)} - less
            self._by_length[length] = tuple(sorted(here))
        for word in more:
            heard = sound(stem(word))
            self._by_sound[heard] = tuple(sorted((*self._by_sound.get(heard, ()), word)))
        for word in less:
            heard = sound(stem(word))
            self._by_sound[heard] = tuple(other for other in self._by_sound[heard] if other != word)
        self._read = lru_cache(_CACHE)(self._read_word)

    def _read_document(self, text: str) -> Mapping[str, float]:
        """Read a text that can be found: its terms, each with how certain it is, 0 to 1."""
        found: dict[str, float] = {}
        for word in _with_glued(words(text), self._compounding):
            found[self._canonical(word)] = EXACT
            for part in self._parts(word):
                found.setdefault(part, PART)
        return found

    def question(self, text: str, *, limit: int) -> tuple[list[str], list[Mapping[str, float]]]:
        """Read a question: its words, up to a limit, and for each the terms it may stand for and how well.

        Of words that are not known as they stand, only the first `MAX_GUESSES` are read: looking around costs time.
        """
        said = list(_with_glued(words(text)[:limit], self._words))
        guesses = MAX_GUESSES
        read = []
        for word in said:
            sure = word in self._words
            read.append(self._read(word) if sure or guesses else NOTHING)
            guesses = max(0, guesses - (not sure))
        return said, read

    def _canonical(self, word: str) -> str:
        found = stem(word)
        return self._synonyms.get(found, found)

    def _read_word(self, word: str) -> Mapping[str, float]:
        found = dict.fromkeys(self._parts(word), PART)
        term = self._canonical(word)
        if term in self.terms:
            return found | {term: EXACT}
        if found:
            return found
        if heard := self._by_sound.get(sound(stem(word))):  # of words that sound the same the first
            return {self._canonical(heard[0]): SOUND}
        if mistaken := self._mistaken(word):
            return {self._canonical(other): MISTAKE for other in mistaken}
        return {self._canonical(other): PART for other in self._holding(word)}

    def _holding(self, word: str) -> list[str]:
        """List known words that begin or end this one, the longest first, or else that it begins or ends itself."""
        if len(word) < _MIN_RIGHT or not word.isalpha():
            return []
        ends = [word[:cut] for cut in range(len(word) - 1, _MIN_RIGHT - 1, -1)]
        ends += [word[cut:] for cut in range(1, len(word) - _MIN_RIGHT + 1)]
        inside = sorted((part for part in ends if part in self._words), key=len, reverse=True)
        if inside:
            return inside[:1]
        core = stem(word)
        around = [known for known in self._words if core in known]
        return sorted(around, key=lambda known: (len(known), known))[:_MAX_AROUND] if len(core) >= _MIN_RIGHT else []

    def _mistaken(self, word: str) -> list[str]:
        """List the known words that this may be a misspelling of: the nearest ones only."""
        if len(word) < _MIN_MISTAKE or not word.isalpha():
            return []
        most = 2 if len(word) >= _LONG else 1
        near: list[tuple[int, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            choices = self._by_length.get(length, ())
            near += [
                (int(d), other)
                for other, d, _ in extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=5)
            ]
        least = min((d for d, _ in near), default=0)
        return [other for d, other in near if d == least][:3]

    def _split(self, word: str) -> tuple[str, ...]:
        """Take a compound apart into two known words; the most even split wins."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(_MIN_LEFT, len(word) - _MIN_RIGHT + 1):
            right = word[cut:]
            if right not in self._compounding or right in LITTLE:
                continue
            for link in _LINKS:
                left = word[: cut - len(link)] if word[:cut].endswith(link) else ""
                if len(left) >= _MIN_LEFT and left in self._compounding:
                    best = max(best, (min(len(left), len(right)), (self._canonical(left), self._canonical(right))))
        return best[1]


def woordenboek_of(texts: Iterable[str], synoniemen: Iterable[Sequence[str]] = ()) -> Woordenboek:
    """Know the words of these texts, and which words mean the same: of each group the first stands for all.

    Groups that have a word in common are one group.
    """
    synonyms: dict[str, str] = {}
    known = {word for text in texts for word in words(text)}
    for groep in synoniemen:
        glued = [glue(text) for text in groep if glue(text)]
        stems = [stem(word) for word in glued]
        before = [synonyms[one] for one in stems if one in synonyms]
        first = (before or stems or [""])[0]
        synonyms |= {one: first for one, stands in synonyms.items() if stands in before}
        synonyms |= dict.fromkeys(stems, first)
        known |= {word for text in groep for word in (*words(text), glue(text)) if word}
    return Woordenboek(frozenset(known), synonyms, parts=frozenset(known))


def _with_glued(said: list[str], known: frozenset[str]) -> Iterator[str]:
    """Yield words, and each pair of neighbours that makes a known word together."""
    for i, word in enumerate(said):
        yield word
        if i + 1 < len(said) and (glued := word + said[i + 1]) in known:
            yield glued


def glue(text: str) -> str:
    """Write a text as one word: ib-groep is ibgroep."""
    return "".join(_TOKEN.findall(fold(text)))


_STEMMER: Final = Stemmer.Stemmer("dutch", 0)
