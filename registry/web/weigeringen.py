# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was refused to whom, for those who oversee the network."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from litestar import Response, get
from msgspec import Meta

from registry import wire
from registry.errors import TITELS, Fout, MalformedError
from registry.projections.gids import Gids
from registry.statements.namen import Moment
from registry.store.poortboek import Weigering
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import in_turn, office
from registry.web.paging import Paged, cut, links

MOST: Final = 10_000
A_DAY: Final = timedelta(days=1)
A_MINUTE: Final = timedelta(minutes=1)
_OAUTH: Final = {  # RFC 6749 section 5.2 and RFC 9449; codes of our own are in TITELS
    "invalid_request": "Het formulier klopt niet",
    "invalid_client": "Deze software heeft zich niet bewezen",
    "invalid_scope": "Er is meer gevraagd dan mag",
    "unsupported_grant_type": "Op deze manier geven we geen toegangstoken",
    "invalid_dpop_proof": "Er is geen DPoP-bewijs, of het klopt niet",
    "use_dpop_nonce": TITELS["dpop-nonce"],
}


class Weigeringenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Of when."""

    van: Annotated[Moment | None, Meta(description="Vanaf wanneer; zonder is dat een dag voor tot.")] = None
    tot: Annotated[Moment | None, Meta(description="Tot wanneer; zonder is dat nu.")] = None


@get(
    "/weigeringen",
    operation_id="lijstWeigeringen",
    summary="Wat er geweigerd is, aan wie en waarom",
    tags=["toezicht"],
    **door(inzage="weigeringen", query=Weigeringenvraag, answer=wire.Weigeringen, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Weigeringen, geteld per minuut, de laatste eerst. Wat er gestuurd is, staat er niet bij, en geen adressen.

    Een client staat er alleen bij naam als hij zich had bewezen. Wat een ander werkproces weigert, is hier na enkele
    seconden te zien. Meer dan 10.000 regels worden niet geteld: kies dan een kortere tijd.
    """
    asked, here = query(request, Weigeringenvraag), office(request)
    tot = asked.tot or here.clock() + A_MINUTE  # this minute is in it
    van = asked.van or tot - A_DAY
    if van >= tot:
        fout = Fout(veld="van", code="volgorde", uitleg="Noem een moment voor tot.")
        raise MalformedError("De parameters van de vraag kloppen niet.", fouten=[fout])
    await here.weigerboek.write()
    found = await in_turn(request, here.poortboek.refusals, van, tot, most=MOST)
    gids = here.actueel.gids()
    shown = tuple(_shown(one, gids, here.clock()) for one in cut(found, asked))
    page = wire.Weigeringen(weigeringen=shown, totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


def _shown(one: Weigering, gids: Gids, at: datetime) -> wire.Weigering:
    """Write a refusal; a name is that of a member only: for another OIN anyone can apply, under any name."""
    standing = gids.organisaties.get(one.wie.partition(".")[0])
    if standing is not None and not standing.hoedanigheden(at):
        standing = None
    return wire.Weigering(
        minuut=one.minuut,
        wie=one.wie,
        wat=one.wat,
        waarom=one.waarom,
        aantal=one.aantal,
        titel=TITELS.get(one.waarom) or _OAUTH.get(one.waarom),
        organisatie=wire.OrganisatieKort.of(standing) if standing else None,
    )
