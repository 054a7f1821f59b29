"""Judges every signature of a file: who, when, over which bytes, by which chain, and what happened afterwards."""
import asyncio
import datetime
import logging
import re

import trust
from opening import pages, reader, size, tolerant
from preparing import TEXTS
from pyhanko.pdf_utils import generic, misc
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "file", SignatureCoverageLevel.ENTIRE_REVISION: "revision",
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: "part", SignatureCoverageLevel.UNCLEAR: "unclear",
}
FORMATS = {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"}
# A new field for a signature, filled or not, that takes more of its page hides what was signed.
MOST_OF_PAGE = 0.15
# What the office calls its own fields.
OURS = re.compile(r"coquan|(nguoiky|phuluc|saoy)\d*")
logging.disable(logging.CRITICAL)  # pyHanko tells what it finds there too


def verify(path, roots, base, at):
    roots = trust.Roots(roots)
    moment = datetime.datetime.fromisoformat(at) if at else datetime.datetime.now(datetime.timezone.utc)
    if base:
        return compared(path, base, roots, moment)
    read, strict = tolerant(path)
    return {"bytes": size(path), "pages": len(pages(read)), "strict": strict, "signatures": judged(read, roots, moment)}


def compared(path, base, roots, moment):
    """The verdicts, and what became of the file that was handed out."""
    if not extends(path, base):
        read, strict = tolerant(path)
        return {"bytes": size(path), "pages": len(pages(read)), "strict": strict, "extends": False,
                "signatures": judged(read, roots, moment)}
    read, before = reader(path), reader(base)
    known = {name: value is not None for name, value, _ in enumerate_sig_fields(before)}
    signatures = judged(read, roots, moment)
    for signature in signatures:
        signature["isNew"] = not known.get(signature["field"], False)
    last = before.xrefs.total_revisions - 1
    if read.xrefs.total_revisions == last + 1:
        since = {"later": "nothing" if size(path) == size(base) else "forbidden", "filled": []}
    elif read.xrefs.get_startxref_for_revision(last) != before.xrefs.get_startxref_for_revision(last):
        since = {"later": "forbidden", "filled": []}
    else:
        since = changes(read, last, DEFAULT_DIFF_POLICY.review_file(read, last))
    shown = pages(read)
    added = [(name, value, reference.get_object()) for name, value, reference in enumerate_sig_fields(read)
             if name not in known]
    if not _are_a_signers(added) or any(_place(field, shown)["share"] > MOST_OF_PAGE for _, _, field in added):
        since["later"] = "forbidden"
    return {"bytes": size(path), "pages": len(shown), "strict": True, "extends": True, "since": since["later"],
            "filled": since["filled"], "signatures": signatures}


def _are_a_signers(added):
    """Whether new fields are what one person's signature needs: one of their own, signed, besides time stamps.

    Fields that stay empty may look like anything, and one of ours by name would be signed by the agency later.
    """
    if any(value is None or OURS.fullmatch(name) for name, value, _ in added):
        return False
    return sum(value.get_object().get("/Type") != "/DocTimeStamp" for _, value, _ in added) <= 1


def extends(path, base):
    """Whether a file begins with another, byte for byte."""
    with open(path, "rb") as file, open(base, "rb") as start:
        while piece := start.read(1 << 20):
            if file.read(len(piece)) != piece:
                return False
    return True


def judged(read, roots, moment):
    shown = pages(read)
    found = []
    for name, value, reference in enumerate_sig_fields(read, filled_status=True):
        field = reference.get_object()
        facts = {"field": name, **_place(field, shown)}
        try:
            facts |= _facts(EmbeddedPdfSignature(read, field, name), roots, moment)
        except (SignatureValidationError, misc.PdfError, ValueError, TypeError, KeyError, AttributeError,
                NotImplementedError) as error:
            revision = _revision(read, value)
            facts |= {"kind": "signature", "integrity": "malformed", "covers": "unclear", "later": "forbidden",
                      "filled": [], "chain": "noRoots", "revision": revision, "detail": f"{type(error).__name__}: {error}"}
        found.append(facts)
    return sorted(found, key=lambda facts: facts["revision"])


def _revision(read, value):
    return read.xrefs.get_last_change(value.reference) if isinstance(value, generic.IndirectObject) else 0


def _place(field, shown):
    """Where a signature is seen, and which share of its page it takes."""
    if "/Rect" not in field:
        return {"box": None, "share": 0}
    x0, y0, x1, y1 = (float(value) for value in field["/Rect"])
    share = abs((x1 - x0) * (y1 - y0))
    own = field.raw_get("/P") if "/P" in field else None
    page = next((page for page in shown if own is not None and page.ref == own), shown[0])
    box = [page.index, *(round(value, 2) for value in page.shown((x0, y0, x1, y1)))] if share else None
    return {"box": box, "share": round(share / (page.width * page.height), 3)}


def _facts(embedded, roots, moment):
    is_stamp = embedded.sig_object_type == "/DocTimeStamp"
    form = str(embedded.sig_object.get("/SubFilter", ""))
    certificate = embedded.signer_cert
    subject, issuer = certificate.subject.native, certificate.issuer.native
    claimed = None if is_stamp else embedded.self_reported_timestamp
    facts = {
        "kind": "timestamp" if is_stamp else "signature", "format": form.lstrip("/"),
        "signer": _first(subject.get("common_name")), "organisation": _first(subject.get("organization_name")),
        "title": _first(subject.get("title")), "issuer": _first(issuer.get("common_name")),
        "serial": f"{certificate.serial_number:x}", "fingerprint": certificate.sha256.hex(),
        "notBefore": _time(certificate.not_valid_before), "notAfter": _time(certificate.not_valid_after),
        "claimed": _time(claimed), "stamped": None, "digest": embedded.md_algorithm,
        "revision": embedded.signed_revision, "detail": "",
    }
    others = embedded.other_embedded_certs
    context = roots.context(moment, certificate, others)
    if form not in FORMATS:
        raise SignatureValidationError(f"the format {form}")
    if is_stamp:
        status = asyncio.run(async_validate_pdf_timestamp(embedded, context))
        facts["stamped"] = _time(status.timestamp)
    else:
        status = asyncio.run(async_validate_pdf_signature(embedded, context, key_usage_settings=trust.USAGE))
        stamp = status.timestamp_validity
        facts["hasStamp"] = stamp is not None and stamp.valid and stamp.intact
        if facts["hasStamp"] and stamp.trusted:
            facts["stamped"] = _time(stamp.timestamp)
            if moment > certificate.not_valid_after and stamp.timestamp <= certificate.not_valid_after:
                # Somebody whom the roots stand for saw the signature while its certificate was valid.
                moment = stamp.timestamp
                status = asyncio.run(async_validate_pdf_signature(
                    embedded, roots.context(moment, certificate, others), key_usage_settings=trust.USAGE))
    facts["covers"] = COVERS[embedded.coverage]
    facts["signedBytes"] = sum(int(value) for value in list(embedded.byte_range)[1::2])
    facts["integrity"] = "intact" if status.intact and status.valid else "changed" if not status.intact else "forged"
    if is_stamp:
        facts["chain"] = "noRoots" if not roots.certificates else "trusted" if status.trusted else "unknownIssuer"
    else:
        facts["chain"] = trust.verdict(status, roots, moment)
    facts |= changes(
        embedded.reader, embedded.signed_revision, embedded.diff_result, getattr(status, "docmdp_ok", True))
    return facts


def changes(read, revision, result, is_permitted=True):
    """What was done to a file after a revision: nothing, signing, filling of number and date, or more than may be."""
    if not isinstance(result, DiffResult):
        return {"later": "forbidden", "filled": [], "detail": str(result)[:300]}
    signed = {name for name, _, _ in enumerate_sig_fields(read)}
    filled = sorted(
        name for name in result.changed_form_fields if name not in signed and _is_filled(read, revision, name))
    level = result.modification_level
    if is_permitted is False or level.value > ModificationLevel.FORM_FILLING.value or not set(filled) <= set(TEXTS):
        return {"later": "forbidden", "filled": filled}
    later = "filling" if filled else "nothing" if level == ModificationLevel.NONE else "signing"
    return {"later": later, "filled": filled}


def _is_filled(read, revision, name):
    """Whether a field looks or reads otherwise than in a revision; pyHanko 0.38 names some that nobody touched."""
    old, new = (_field(handler, name) for handler in (read.get_historical_resolver(revision), read))
    if old is None or new is None or old.get("/V") != new.get("/V"):
        return True
    before, after = (field["/AP"].raw_get("/N") if "/AP" in field else None for field in (old, new))
    return before != after or (
        isinstance(after, generic.IndirectObject) and read.xrefs.get_last_change(after.reference) > revision)


def _field(handler, name):
    fields = handler.root["/AcroForm"]["/Fields"]
    return next((field.get_object() for field in fields if field.get_object().get("/T") == name), None)


def _first(value):
    return (value[0] if isinstance(value, list) else value) or ""


def _time(value):
    if value is None:
        return None
    value = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
