"""The type system of a CAS as this program writes it: layers for INCEpTION, and names for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.exchange.contract import ExchangeError

if TYPE_CHECKING:
    from cassis import TypeSystem

MENTION, CLAIM = "webanno.custom.StancebookMention", "webanno.custom.StancebookClaim"
LINK = "webanno.custom.StancebookClaimHolderLink"  # INCEpTION's name for the slots of `holder`
WHOLE = "webanno.custom.StancebookDocument"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"

_ANNOTATION = "uima.tcas.Annotation"
# Type -> what it is derived from, what it is, and its text features.
_LAYERS = {
    MENTION: (_ANNOTATION, "A span that names an entity or a date", ("label", "entity", "edtf")),
    CLAIM: (_ANNOTATION, "A sentence or clause that asserts something",
            ("claimType", "stance", "holderKind", "holderText")),
    WHOLE: ("uima.cas.AnnotationBase", "What is coded of the whole document",
            ("stance", "docId", "version")),
    LINK: ("uima.cas.TOP", "The mention that names a claim's holder", ("role",)),
    SENTENCE: (_ANNOTATION, "", ("id",)),
    TOKEN: (_ANNOTATION, "", ()),
    METADATA: ("uima.tcas.DocumentAnnotation", "", ("documentTitle", "documentId")),
}  # fmt: skip


def type_system() -> TypeSystem:
    """The layers, and what INCEpTION wants of every text: sentences, tokens, metadata. Raises
    ExchangeError where cassis is not installed."""
    try:
        from cassis import TypeSystem
    except ImportError as error:
        raise ExchangeError(
            "CAS needs dkpro-cassis: pip install 'stancebook[cas]' (or dkpro-cassis)"
        ) from error
    types = TypeSystem()
    for name, (parent, description, features) in _LAYERS.items():
        made = types.create_type(name, parent, description)
        for feature in features:
            types.create_feature(made, feature, "uima.cas.String")
    types.create_feature(types.get_type(LINK), "target", MENTION)
    types.create_feature(types.get_type(CLAIM), "holder", "uima.cas.FSArray", elementType=LINK)
    return types
