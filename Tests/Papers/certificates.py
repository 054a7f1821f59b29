"""Makes the certificates of tests: certificates.py FOLDER [PERSON AGENCY]

FOLDER gets a root with one authority below it, keys with certificates of every fault (NAME.p12, NAME.pem, NAME.key; the
passphrase is in `passphrase`), and in `roots` what an administrator would trust. PERSON and AGENCY are the names in the
certificates `person` and `agency`. Run with the Python of the PDF tools.
"""
import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = pathlib.Path(sys.argv[1])
PERSON, AGENCY = sys.argv[2:] or ("Trần Thị Lan", "Ủy ban nhân dân xã Bến Lim")
PASSPHRASE = "mật khẩu của dấu"
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
DAY = datetime.timedelta(days=1)


def name(common, organisation=AGENCY):
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
                      x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def usage(**used):
    kinds = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{kind: used.get(kind, False) for kind in kinds})


class Authority:
    def __init__(self, common, above=None):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name, self.above = name(common, "Cơ quan chứng thực"), above
        self.certificate = (above or self).issue(
            self.key.public_key(), self.name, NOW - 3000 * DAY, NOW + 9000 * DAY,
            x509.BasicConstraints(True, None), usage(key_cert_sign=True, crl_sign=True))

    def issue(self, key, subject, start, end, *extensions):
        builder = x509.CertificateBuilder(
            self.name, subject, key, x509.random_serial_number(), start, end).add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key), False).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
        for extension in extensions:
            builder = builder.add_extension(extension, not isinstance(extension, x509.ExtendedKeyUsage))
        return builder.sign(self.key, hashes.SHA256())

    def leaf(self, file, common, start=NOW - DAY, end=NOW + 365 * DAY, used=None, extended=None, key=None):
        key = key or ec.generate_private_key(ec.SECP256R1())
        extensions = [x509.BasicConstraints(False, None),
                      used or usage(digital_signature=True, content_commitment=True)]
        if extended:
            extensions.append(x509.ExtendedKeyUsage([extended]))
        certificate = self.issue(key.public_key(), name(common), start, end, *extensions)
        above = [self.certificate] if self.above else []
        save(f"{file}.p12", pkcs12.serialize_key_and_certificates(
            file.encode(), key, certificate, above, serialization.BestAvailableEncryption(PASSPHRASE.encode())))
        save(f"{file}.pem", pem(certificate, *above))
        save(f"{file}.key", key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        return certificate


def pem(*certificates):
    return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in certificates)


def save(file, data):
    (FOLDER / file).parent.mkdir(parents=True, exist_ok=True)
    (FOLDER / file).write_bytes(data)


root = Authority("Gốc thử")
below = Authority("Cấp dưới thử", root)
stranger = Authority("Gốc lạ")
save("roots/root.pem", pem(root.certificate))
save("below.pem", pem(below.certificate))
save("passphrase", PASSPHRASE.encode() + b"\n")
save("wrong", b"khong phai\n")

below.leaf("person", PERSON, key=rsa.generate_private_key(65537, 2048))
below.leaf("second", "Lê Văn Hai")
below.leaf("agency", AGENCY, key=rsa.generate_private_key(65537, 2048))
below.leaf("expired", "Hết Hạn", datetime.datetime(2020, 1, 1), datetime.datetime(2021, 1, 1))
below.leaf("future", "Chưa Đến", datetime.datetime(2090, 1, 1), datetime.datetime(2091, 1, 1))
stranger.leaf("unknown", "Người Lạ")
below.leaf("server", "may-chu.example.vn", extended=ExtendedKeyUsageOID.SERVER_AUTH)
below.leaf("cipher", "Chỉ Mã Hóa", used=usage(key_encipherment=True))
below.leaf("weak", "Khóa Ngắn", key=rsa.generate_private_key(65537, 1024))
revoked = below.leaf("revoked", "Bị Thu Hồi")
gone = x509.RevokedCertificateBuilder(revoked.serial_number, NOW - DAY / 2).build()
save("roots/revoked.pem", x509.CertificateRevocationListBuilder(
    below.name, NOW - DAY / 4, NOW + 30 * DAY).add_revoked_certificate(gone).add_extension(
    x509.AuthorityKeyIdentifier.from_issuer_public_key(below.key.public_key()), False).add_extension(
    x509.CRLNumber(1), False).sign(below.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
