"""Signs a paper as people do outside the office, with a key of their own: outside.py FILE OUT FIELD KEY PASSPHRASE IMAGE

KEY is a PKCS#12 file, PASSPHRASE the file of its passphrase, IMAGE the picture of the signature. This is pyHanko alone, as
any tool of any maker is that adds a signature to a file; nothing of ours takes part. Run with the Python of the PDF tools.
"""
import sys

from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.stamp import TextStampStyle


def sign(file, out, field, key, passphrase, image):
    with open(passphrase, encoding="utf-8") as words:
        signer = signers.SimpleSigner.load_pkcs12(key, passphrase=words.read().strip().encode())
    meta = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES)
    style = TextStampStyle(stamp_text=" ", background=PdfImage(image), background_opacity=1, border_width=0)
    with open(file, "rb") as data, open(out, "w+b") as signed:
        signers.PdfSigner(meta, signer, stamp_style=style).sign_pdf(
            IncrementalPdfFileWriter(data), existing_fields_only=True, output=signed)


if __name__ == "__main__":
    sign(*sys.argv[1:])
