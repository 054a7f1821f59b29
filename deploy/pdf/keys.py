"""The keys that this program signs with: a PKCS#12 file, or a token behind PKCS#11."""
import contextlib

from answers import KEY, Refusal
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign import signers


def secret(path, word):
    """What a file of a passphrase or PIN holds, without the end of its line."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(1024).rstrip("\r\n")
    except (OSError, UnicodeDecodeError, TypeError) as error:
        raise Refusal(word, KEY, "the file of the secret cannot be read") from error


def certificates(path):
    """The signer's certificate and those above it; none where no file is named."""
    try:
        return list(load_certs_from_pemder([path])) if path else []
    except (OSError, ValueError) as error:
        raise Refusal("badKey", KEY, "the certificate cannot be read") from error


@contextlib.contextmanager
def key(options):
    """The signer that the options name, as long as its session is open."""
    if options.pkcs12:
        yield _from_file(options)
    elif options.module:
        with _session(options) as session:
            yield _on_token(session, options)
    else:
        raise Refusal("noKey", KEY)


def _from_file(options):
    try:
        with open(options.pkcs12, "rb") as file:
            data = file.read(1 << 20)
    except OSError as error:
        raise Refusal("badKey", KEY, "the PKCS#12 file cannot be read") from error
    passphrase = secret(options.passphrase_file, "badSecret").encode() if options.passphrase_file else None
    try:
        return signers.SimpleSigner.load_pkcs12_data(data, certificates(options.certificate), passphrase)
    except Exception as error:  # the cause is one of many of two libraries
        is_secret = "password" in str(error.__cause__).lower()
        raise Refusal("badSecret" if is_secret else "badKey", KEY, "PKCS#12") from error


@contextlib.contextmanager
def _session(options):
    import pkcs11
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    pin = secret(options.pin_file, "badSecret")
    try:
        session = open_pkcs11_session(
            options.module, token_criteria=TokenCriteria(label=options.token), user_pin=pin)
    except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinLenRange, pkcs11.exceptions.PinInvalid) as error:
        raise Refusal("badSecret", KEY, "PIN") from error
    except pkcs11.exceptions.PinLocked as error:
        raise Refusal("secretLocked", KEY, "PIN") from error
    except Exception as error:  # a module of a maker whom we do not know
        raise Refusal("noToken", KEY, f"{type(error).__name__}: {error}") from error
    with session:
        yield session


def _on_token(session, options):
    import asyncio

    from pyhanko.sign.pkcs11 import PKCS11Signer

    known = certificates(options.certificate)
    signer = PKCS11Signer(
        session, cert_label=options.key, key_label=options.key, signing_cert=known[0] if known else None,
        ca_chain=known[1:], embed_roots=False)
    try:
        asyncio.run(signer.ensure_objects_loaded())
    except Exception as error:
        raise Refusal("badKey", KEY, f"{options.key}: {error}") from error
    return signer
