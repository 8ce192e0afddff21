"""The code that a student joins a talk by: `FJORD-42-KLIT-7`, to be read aloud and typed on a phone.

Danish words without æ, ø and å, so that every keyboard has them. The first half is the talk's name and no secret: it
stands on the counsellor's desk and on the handout. The whole code is one of some 155 million.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

WORDS: Final = tuple(
    """
    ABRIKOS AFTEN AGERN ALBUM ALFA ANIS ANKER ARK ASK ASTER ATLAS BAGER BAKKE BALLON BAMBUS BANAN BARK BAS
    BASALT BAZAR BERG BETON BIRK BISON BJERG BLAD BLIK BLOK BLOMST BOG BOLD BOLSJE BONDE BORD BORG BREV BRIK
    BRIS BRO BRUS BUE BUKET BUS BUSK BYG CEDER CELLO CIRKEL CITRON CYKEL DADEL DAL DAMP DANS DEJ DELFIN DIGE DIS
    DRAGE DUG DUNK EDDIKE EKKO ELG ELV EMBLEM ENERGI ENG ERANTIS ESSENS EVENTYR FABEL FAKKEL FALK FAMILIE FANE
    FARVE FASAN FELT FEST FIGEN FILM FILT FINKE FISK FJELD FJER FJORD FLAG FLETNING FLOD FLORA FLY FLYDER FOKUS
    FOLD FONT FORM FRAKKE FREGAT FRUGT FUGL FYR GAFFEL GALAKSE GALLERI GARN GEDDE GEJSER GIRAF GITAR GLAS GLIMT
    GNIST GOBELIN GRAN GRANIT GREB GREN GRUND GRYDE GULD GULV GYNGE HAGE HAL HALM HAMMER HANE HARE HARPE HAT HAV
    HAVE HAVN HEDE HEGN HEJRE HEST HIMMEL HIND HJELM HJERTE HJORT HJUL HOLM HONNING HORISONT HORN HUMLE HUS HVAL
    HVEDE HYBEN HYLD IGLO INDIGO IRIS ISBERG JADE JAGT JAKKE JASMIN JERN JOD JOLLE JORD JUL JUVEL KABEL KAFFE
    KAGE KAJ KAJAK KAKTUS KALK KAMEL KAMIN KANAL KANDE KANEL KANO KANT KAPPE KAPSEL KARAVEL KARSE KASSE KAT
    KEGLE KERNE KIKKERT KILDE KINO KIRKE KITTEL KIWI KLANG KLIPPE KLIT KLODS KLOKKE KNAP KNOP KOBBER KODE KOFTE
    KOMET KOMPAS KONKYLIE KOR KORAL KORK KORN KORT KRABBE KRAN KRANS KRIDT KROG KRONE KRUKKE KRYDDER KUBE
    KUFFERT KUGLE KUPPEL KURV KVARTS KVIST KYST LADE LAGUNE LAKRIDS LAMPE LAND LANTERNE LAVENDEL LEGENDE LEJR
    LER LILJE LIME LIND LINJE LINSE LOFT LOGBOG LOMME LOTUS LUFT LUND LUP LUPIN LYD LYN LYNG LYS MAGNET MAJS
    MALT MANDEL MANGO MANTEL MARMOR MASKE MASKINE MAST MELODI MELON METAL MINE MINT MODEL MOLEKYLE MOS MOSAIK
    MOTOR MUFFE MUSIK MUSLING MYNTE NAT NATUR NET NODE NORD NOTE NYLON OASE OBOE OLIVEN OPAL ORANGE ORDBOG ORGEL
    ORKIDE OTTER PAKKE PALET PALME PANDA PANEL PAPIR PARK PASTA PASTEL PEBER PENDUL PENSEL PERLE PIANO PIL PILOT
    PINGVIN PLADE PLANET PLANKE PLATIN PLET PLOV POESI POLAR POLKA POPPEL PORT POSE POST PRAM PRISME PULS PUMA
    PUNKT RAKET RAMME RANKE RAV RAVN REB REDE REJE REV RIM RING RIS ROBOT ROR ROSE ROSET RUBIN RUDE RUG RUNE
    RUTE SAFIR SAFRAN SALAT SALT SAND SANG SATIN SAV SEJL SELE SENNEP SIGNAL SILKE SILO SIRUP SIV SKAB SKAK
    SKALA SKE SKI SKIB SKIVE SKO SKOV SKUM SKY SLANGE SLOT SMARAGD SMEDJE SNE SNOR SOKKEL SOL SOLO SOMMER SPADE
    SPEJL SPIL SPIR SPOR STEN STI STIGE STJERNE STOL STORK STRAND STREG STRIK STUE SUKAT SUND SUPPE SVALE SVANE
    SYD SYMBOL TALE TANG TANGO TAPET TEGL TELT TEMA TERN TERRASSE TIGER TIMIAN TIN TITAN TOG TOMAT TONE TOP
    TORSK TRAKT TRAPPE TROMME TULIPAN TUNNEL TURBINE UGLE UHR UNIVERS URT VAFFEL VAGT VALMUE VAND VANTE VASE VEJ
    VEJR VEST VIBE VIFTE VIND VINGE VINTER VIOL VIOLIN VISE VOGN VOKS VOLD VULKAN YOGHURT ZEBRA ZINK
    """.split()  # noqa: SIM905  # so many are read more easily as a text
)
"""Words of three to eight letters that name nothing anybody could mind."""
_KNOWN: Final = frozenset(WORDS)
NUMBERS: Final = range(10, 100)
DIGITS: Final = range(2, 10)
"""Without 0 and 1, which look like letters."""
NAMES: Final = len(WORDS) * len(NUMBERS)
CODES: Final = NAMES * len(WORDS) * len(DIGITS)
LONGEST_TYPED: Final = 40
_TYPED: Final = re.compile(r"([A-Z]{3,8}) ?(\d\d) ?([A-Z]{3,8}) ?(\d)")


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its name (`FJORD 42`), which is no secret, and the rest (`KLIT-7`), which is."""

    name: str
    rest: str

    def __str__(self) -> str:
        """Write it as one types it: `FJORD-42-KLIT-7`."""
        return f"{self.name.replace(' ', '-')}-{self.rest}"


def name_of(number: int) -> str:
    """Give the name with this number, from 0 to below `NAMES`; larger ones begin again."""
    word, at = divmod(number % NAMES, len(NUMBERS))
    return f"{WORDS[word]} {NUMBERS[at]}"


def rest_of(number: int) -> str:
    """Give the second half with this number, from 0; larger ones begin again."""
    word, at = divmod(number % (len(WORDS) * len(DIGITS)), len(DIGITS))
    return f"{WORDS[word]}-{DIGITS[at]}"


def read_code(typed: str) -> str | None:
    """Read a code however it is typed: any case, spaces, dashes or nothing between its parts.

    None when it can be none, as a slip in one of its words makes it: whoever typed that has guessed at nothing.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    words = re.sub(r"[\s\-–—_.,·]+", " ", typed).strip().upper()
    found = _TYPED.fullmatch(words)
    return "-".join(found.groups()) if found and _is_given_out(*found.groups()) else None


def _is_given_out(first: str, number: str, second: str, digit: str) -> bool:
    return first in _KNOWN and second in _KNOWN and int(number) in NUMBERS and int(digit) in DIGITS
