"""Judges certificates against the roots that the administrator configured, without asking anybody."""
import pathlib

from answers import BROKEN, Refusal
from asn1crypto import crl, pem
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule

# Either usage is found in certificates for signing papers.
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
# A certificate that is only for these signs no paper.
OTHER_PURPOSES = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}
WEAK_DIGESTS = {"md2", "md5", "sha1"}
LEAST_BITS = 2048


class Roots:
    """Certificates that are trusted, and lists of what was revoked, from a file or a folder of them."""

    def __init__(self, path):
        self.certificates, self.lists = [], []
        if not path:
            return
        place = pathlib.Path(path)
        for file in sorted(place.iterdir()) if place.is_dir() else [place]:
            if file.is_file() and not file.name.startswith("."):
                self._read(file)

    def _read(self, file):
        try:
            data = file.read_bytes()
            if not pem.detect(data):
                if file.suffix == ".crl":
                    self.lists.append(crl.CertificateList.load(data, strict=True))
                else:
                    self.certificates += load_certs_from_pemder([str(file)])
                return
            for kind, _, der in pem.unarmor(data, multiple=True):
                if kind == "X509 CRL":
                    self.lists.append(crl.CertificateList.load(der, strict=True))
            if b"BEGIN CERTIFICATE" in data:
                self.certificates += load_certs_from_pemder([str(file)])
        except (OSError, ValueError) as error:
            raise Refusal("badRoots", BROKEN, file.name) from error

    def context(self, moment, certificate, others):
        """What is known at a moment; a list by the certificate's issuer must be up to date, and then decides."""
        has_list = any(known.issuer == certificate.issuer for known in self.lists)
        rule = RevocationCheckingRule.CRL_REQUIRED if has_list else RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
        policy = CertRevTrustPolicy(
            RevocationCheckingPolicy(rule, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT), retroactive_revinfo=True)
        return ValidationContext(
            trust_roots=self.certificates, other_certs=others, moment=moment, allow_fetching=False, crls=self.lists,
            revinfo_policy=policy)


def verdict(status, roots, moment):
    """One word for what the chain of a signature is worth at a moment."""
    certificate = status.signing_cert
    if not roots.certificates:
        return "noRoots"
    if status.md_algorithm in WEAK_DIGESTS or is_weak(certificate):
        return "weak"
    if not is_for_papers(certificate):
        return "wrongUsage"
    problem = status.trust_problem_indic
    if problem is None:
        return "trusted"
    if problem.name.startswith("REVOKED"):
        return "revoked"
    if moment < certificate.not_valid_before or problem.name == "NOT_YET_VALID":
        return "notYetValid"
    if moment > certificate.not_valid_after or problem.name in ("OUT_OF_BOUNDS_NO_POE", "EXPIRED"):
        return "expired"
    if problem.name == "NO_CERTIFICATE_CHAIN_FOUND":
        return "unknownIssuer"
    if problem.name.startswith("CRYPTO_CONSTRAINTS_FAILURE"):
        return "weak"
    if problem.name in ("TRY_LATER", "REVOCATION_OUT_OF_BOUNDS_NO_POE"):
        return "listOutdated"
    return "invalidChain"


def is_weak(certificate):
    key = certificate.public_key
    return key.algorithm in ("rsa", "rsassa_pss") and key.bit_size < LEAST_BITS


def is_for_papers(certificate):
    usage, extended = certificate.key_usage_value, certificate.extended_key_usage_value
    if certificate.ca:
        return False
    if usage is not None and not usage.native & {"digital_signature", "non_repudiation"}:
        return False
    return extended is None or not set(extended.native) <= OTHER_PURPOSES
