"""Signs a paper: as a person or the agency on a document, or as the agency on an attachment or a copy."""
import asyncio
import datetime

import drawing
import trust
from answers import BROKEN, KEY, ORDER, STAMPS, Refusal
from drawing import POINTS, Metrics
from inspecting import ACTIVE, contents
from keys import key
from numbering import texts
from opening import pages, reader
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from signatories import sealing
from verifying import judged

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
SIZE = 10  # of what is written in a signature without picture
WIDEST = 90 * POINTS


def sign(options):
    when = datetime.datetime.fromisoformat(options.time) if options.time else datetime.datetime.now(VIETNAM)
    when = when.astimezone(VIETNAM).replace(microsecond=0)
    read = reader(options.file)
    held = judged(read, trust.Roots(None), when)
    known = {name: value for name, value, _ in fields.enumerate_sig_fields(read)}
    if options.role in ("attachment", "copy"):
        options.field = free_name(read, options.field)
    check_order(options, read, held, known)
    with key(options) as signer:
        certificate = signer.signing_cert
        if not certificate.not_valid_before <= when <= certificate.not_valid_after:
            raise Refusal("keyExpired", KEY, str(certificate.not_valid_after))
        if is_signed_by(certificate, held, options.role):
            raise Refusal("signedAlready", ORDER, "certificate")
        write(options, read, signer, when, held, known)
    check_result(options)
    return {"field": options.field, "time": when.isoformat(), "signer": certificate.subject.native.get("common_name"),
            "fingerprint": certificate.sha256.hex()}


def free_name(read, name):
    """A name that no field of the file has: one that its author made is theirs, wherever it lies and whoever signed it."""
    form = read.root["/AcroForm"] if "/AcroForm" in read.root else {}
    listed = [reference.get_object() for reference in (form["/Fields"] if "/Fields" in form else [])]
    taken = {str(field["/T"]) for field in listed if "/T" in field}
    names = [name, *(f"{name}{number}" for number in range(2, len(taken) + 3))]
    return next(free for free in names if free not in taken)


def is_signed_by(certificate, held, role):
    """Whether this certificate signed already; an attachment's signature counts where it is over all that it holds now."""
    own = [signature for signature in held if signature.get("fingerprint") == certificate.sha256.hex()]
    return any(role not in ("attachment", "copy") or signature["covers"] == "file" for signature in own)


def check_order(options, read, held, known):
    """The order of §6: persons, then number and date, then the agency; and nothing on what does not hold."""
    for signature in held:
        if signature["integrity"] != "intact" or signature["later"] == "forbidden":
            raise Refusal("brokenBefore", BROKEN, signature["field"])
    if known.get(options.field) is not None:
        raise Refusal("signedAlready", ORDER, options.field)
    filled = [bool(field.get_object().get("/V")) for field in texts(read).values()]
    if options.role in ("person", "initial"):
        if options.field not in known:
            raise Refusal("noField", ORDER, options.field)
        if any(filled):
            raise Refusal("numberedAlready", ORDER)
    if options.role in ("attachment", "copy") and (active := sorted(contents(read) & ACTIVE)):
        raise Refusal("active", BROKEN, ", ".join(active))
    if options.role == "seal":
        if not any(signature["kind"] == "signature" for signature in held):
            raise Refusal("notSignedByPerson", ORDER)
        if not all(filled):
            raise Refusal("notNumbered", ORDER)


def write(options, read, signer, when, held, known):
    writer = IncrementalPdfFileWriter.from_reader(read)
    shown = pages(read)
    lines = written(options, when)
    if options.field in known:
        spec, page = None, page_of(read, options.field, shown)
    else:
        spec, page = new_field(options, lines, shown, held)
    meta = signers.PdfSignatureMetadata(
        field_name=options.field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=False, location=None)
    stamper = Stamper(options.stamps, timeout=20) if options.stamps else None
    pdf_signer = signers.PdfSigner(
        meta, signer, timestamper=stamper, stamp_style=Style(options, lines, page.rotation), new_field_spec=spec)
    try:
        with open(options.out, "w+b") as out:
            asyncio.run(write_signed(pdf_signer, writer, when, spec is None, out))
    except Exception as error:
        if not type(error).__module__.startswith("pkcs11"):
            raise
        raise Refusal("badKey", KEY, type(error).__name__) from error


class Stamper(timestamps.HTTPTimeStamper):
    """Whatever a server of time stamps answers that is none is told as one thing: pyHanko knows a dozen."""

    async def async_timestamp(self, message_digest, md_algorithm):
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as error:
            raise Refusal("noStamp", STAMPS, f"{type(error).__name__}: {error}") from error


def check_result(options):
    """A key that is not the certificate's, and whatever else we did wrong, is found before anybody gets the file."""
    for signature in judged(reader(options.out), trust.Roots(None), datetime.datetime.now(VIETNAM)):
        is_own = signature["field"] == options.field
        if signature["integrity"] != "intact" or signature["later"] == "forbidden" or is_own and signature["covers"] != "file":
            # A good signature that forbids what follows it, such as an agency's: nothing can be added, and nothing need be.
            locked = not is_own and options.role == "attachment" and signature["integrity"] == "intact"
            raise Refusal(
                "badKey" if is_own else "locked" if locked else "brokenBefore", KEY if is_own else BROKEN,
                signature["field"])
        if is_own and options.stamps and not signature["hasStamp"]:
            raise Refusal("noStamp", STAMPS, "it is over something else")


async def write_signed(pdf_signer, writer, when, is_existing, out):
    """What PdfSigner.async_sign_pdf does, at a time of our choice: the one that is written in the appearance."""
    session = pdf_signer.init_signing_session(writer, existing_fields_only=is_existing)
    session.system_time = when
    reserved = await session.estimate_signature_container_size(None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    digest, output = document.digest_tbs_document(output=out)
    done = await document.perform_signature(
        document_digest=digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=when))
    await done.post_signature_processing(output)


class Style:
    """How a signature looks, in the form in which pyHanko asks for it."""

    def __init__(self, options, lines, rotation):
        self.options, self.lines, self.rotation = options, lines, rotation

    def create_stamp(self, writer, box, _):
        if self.options.image:
            return drawing.Picture(writer, box, self.rotation, drawing.picture(self.options.image))
        return drawing.Text(writer, box, self.rotation, self.lines, self.options.font, SIZE)


def written(options, when):
    """The lines of a signature without picture: what was said, and the time by ISO 8601."""
    if options.image:
        return []
    words = f"{options.text}; ".split() if options.text else []
    words += ["thời", "gian", "ký", when.isoformat()]
    metrics = Metrics(options.font)
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.width(longer, SIZE) > WIDEST:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def new_field(options, lines, shown, held):
    """The field of a signature for which none was prepared."""
    lock = None
    if options.role == "seal":
        box = sealing(signature_beside(options, held), options.millimetres or 36)
        lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
    else:
        metrics = Metrics(options.font)
        width = max(metrics.width(line, SIZE) for line in lines) + 2
        height = len(lines) * SIZE * (metrics.ascent + metrics.descent) + 2
        right, top = shown[0].width - 10 * POINTS, 8 * POINTS
        box = [0, right - width, top, right, top + height]
    page = shown[box[0]]
    rectangle = tuple(round(value, 2) for value in page.rectangle(*box[1:]))
    return fields.SigFieldSpec(options.field, on_page=box[0], box=rectangle, field_mdp_spec=lock), page


def signature_beside(options, held):
    """Where the person signed whose picture the seal lies on: the one named, or the last that is seen."""
    seen = [signature for signature in held if signature["box"] and options.beside in (None, signature["field"])]
    if not seen:
        raise Refusal("noField", ORDER, options.beside or options.field)
    return seen[-1]["box"]


def page_of(read, name, shown):
    field = next(reference for found, _, reference in fields.enumerate_sig_fields(read) if found == name).get_object()
    own = field.raw_get("/P") if "/P" in field else None
    return next((page for page in shown if own is not None and page.ref == own), shown[0])
