"""The words by which titles of public office are told and where they begin and end."""

from __future__ import annotations

BEFORE_TITLE = frozenset(
    "former ex shadow acting interim transitional deputy assistant retired ret ret. "
    "vice chief senior junior lead top special first state federal national "
    "presidential adjunct democratic republican conservative onetime longtime newly-elected "
    "principal associate permanent caretaker county city district provincial regional "
    "municipal designate".split()
)
# What a ministry, service or adviser is for; the words between "Minister of" and a name.
PORTFOLIO = frozenset(
    "foreign affairs relations external internal interior home defense defence war peace "
    "security public safety order justice finance treasury economy economic economics planning "
    "budget trade industry commerce development cooperation international european commonwealth "
    "overseas energy oil petroleum mines mining water environment climate health education "
    "science culture sports youth labor labour employment social welfare women women's gender "
    "housing transport transportation communications information communication technology "
    "agriculture fisheries land lands tourism parliamentary legal constitutional political "
    "policy military army navy naval air force marine marines police intelligence "
    "counterintelligence counterterrorism counternarcotics antinarcotics border borders "
    "immigration migration refugees customs prisons human rights humanitarian disarmament arms "
    "control nonproliferation national homeland state federal presidential press media veterans "
    "reconstruction reconciliation decentralization territorial territories citizen protection "
    "religious tribal water resources civil diaspora africa african middle east near asia asian "
    "europe western hemisphere operations logistics "
    "acquisition armed forces plans strategic peacekeeping aid relief contingent brigade battalion "
    "emergency division regiment garrison squadron fleet wing base theatre theater sector".split()
)
PORTFOLIO_LINKS = frozenset({"and", "&", ",", "the"})
# Which offices have a portfolio behind "of" or "for": "Minister for Foreign Affairs".
WITH_PORTFOLIO = frozenset(
    "secretary minister undersecretary commissioner adviser advisor director-general spokesman "
    "spokeswoman spokesperson secretary-designate state".split()
)
# Which offices stand behind a portfolio in small letters: "foreign affairs minister".
AFTER_PORTFOLIO = frozenset(
    "minister secretary chief commander adviser advisor spokesman spokeswoman spokesperson "
    "attorney judge prosecutor commissioner inspector envoy coordinator director czar "
    "representative general undersecretary head ombudsman governor".split()
)
# Words that begin a title even where a sentence gives them their capital.
OPENERS = frozenset(
    "defense defence interior foreign finance justice security treasury army navy police state "
    "energy health trade oil labor labour transport deputy assistant cabinet home war federal "
    "county city district regional provincial national military house senate prime junta "
    "opposition supreme".split()
)
# Titles that are surnames too, as in "Senator King".
SURNAMES_TOO = frozenset({"shah", "king", "major", "bishop", "duke", "prince", "pope"})
# Whose commanders and chiefs hold no public office.
NOT_PUBLIC = frozenset(
    "guerrilla guerilla rebel militia militant insurgent jihadist islamist terrorist terror "
    "taliban hezbollah hizbullah hamas houthi isis isil daesh al-qaeda al-shabaab farc eln "
    "cartel gang mafia mob paramilitary warlord union party church opposition company corporate "
    "bank business media campaign team fan "
    "student class section bureau editorial news hotel".split()
)
# What armed movements and parties have in their names, before their heads' titles.
PARTISAN = frozenset("front movement party".split())
# What "the leader of" makes the title of an office.
LED = frozenset("administration government council assembly senate house opposition".split())
ACCREDITED = frozenset("ambassador envoy representative delegate commissioner commander".split())
# Where an envoy's portfolio ends: "Special Envoy for Middle East Water Issues Ada Roe".
MATTERS = frozenset("issues affairs negotiations operations relations talks policy".split())
# Bodies in small letters before their head's title: "regional administration head".
HEADED = frozenset(
    "administration ministry council agency parliament government junta commission court "
    "department authority prosecution".split()
)
STAY_WHOLE = frozenset({"secretary", "minister", "undersecretary"})
