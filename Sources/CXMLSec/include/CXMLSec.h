// XML signatures with libxmlsec1 and OpenSSL, without their headers: those bring libxml2's and ICU's, which clash with
// Foundation's in Swift. Nothing here reads a file, the network or a key that stands in a document.
#ifndef CXMLSEC_H
#define CXMLSEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A parsed document with one Signature element of the XML-DSig namespace.
typedef struct dsig_document dsig_document;
/// The certificates that a signature brings, one of which is the signer's.
typedef struct dsig_chain dsig_chain;
/// Whom the administrator trusts: certificates, and lists of the revoked ones.
typedef struct dsig_roots dsig_roots;
/// A private key with the certificate that belongs to it.
typedef struct dsig_key dsig_key;
/// A digest that is being computed.
typedef struct dsig_digest dsig_digest;

/// Parses UTF-8 without DTD, entities and network; NULL if it is not well-formed, has a DOCTYPE, has not exactly one
/// Signature, or if there is no memory.
dsig_document *_Nullable dsig_document_read(const uint8_t *bytes, size_t count);
void dsig_document_free(dsig_document *document);
/// Makes the one element findable whose attribute `Id` (or `ID`, `id`, `xml:id`) has that value; answers whether there is
/// exactly one.
bool dsig_document_identify(dsig_document *document, const char *id);
/// Whether what is signed with and how (all of Signature but its Objects) is elements and text only: no comment, no
/// instruction, no CDATA.
bool dsig_document_is_plain(const dsig_document *document);
/// Whether Signature is the last element in an element of that local name.
bool dsig_document_is_last_in(const dsig_document *document, const char *parent);
/// The Signature element as text, to be freed with `dsig_text_free`.
char *_Nullable dsig_document_signature(const dsig_document *document);
/// The canonical form (C14N 1.0 without comments) with a text in the place of the only element of a local name, and
/// without the Signature. Changes the document. To be freed with `dsig_text_free`.
char *_Nullable dsig_document_rest(dsig_document *document, const char *replaced, const char *mark);
void dsig_text_free(char *_Nullable text);

/// Receives the canonical bytes of the reference of a number, all at once, and must feed to the digest what they stand
/// for; answers whether to go on.
typedef bool (*dsig_take)(void *context, size_t reference, const uint8_t *bytes, size_t count, dsig_digest *digest);
void dsig_digest_feed(dsig_digest *digest, const uint8_t *bytes, size_t count);

typedef enum {
    DSIG_HOLDS,
    /// What was signed is not what is there.
    DSIG_DIGEST_DIFFERS,
    /// The signature was not made with that key over those digests.
    DSIG_VALUE_DIFFERS,
    /// It could not be processed; of what it was to be, nothing is known.
    DSIG_UNUSABLE,
    /// The canonical form became larger than allowed.
    DSIG_TOO_LARGE,
    /// `take` said to stop.
    DSIG_STOPPED,
} dsig_outcome;

/// Checks the signature with the key of the signer's certificate, and only that.
///
/// @param references how many references there must be.
/// @param most the most canonical bytes of one reference.
dsig_outcome dsig_check(dsig_document *document, const dsig_chain *chain, size_t references, size_t most,
                        dsig_take take, void *context);
/// Fills in the digests and the value of the signature.
dsig_outcome dsig_sign(dsig_document *document, const dsig_key *key, size_t most, dsig_take take, void *context);

dsig_chain *_Nullable dsig_chain_create(void);
void dsig_chain_free(dsig_chain *chain);
/// Adds a certificate; answers whether the bytes are one, and nothing else.
bool dsig_chain_add(dsig_chain *chain, const uint8_t *der, size_t count);

typedef enum { DSIG_RSA, DSIG_P256, DSIG_P384, DSIG_OTHER } dsig_key_kind;

typedef struct {
    dsig_key_kind kind;
    int bits;
    /// Whether the certificate lets the key sign data.
    bool may_sign;
    /// Seconds since 1970.
    int64_t from;
    int64_t until;
} dsig_facts;

/// What the signer's certificate says; of an empty chain, false.
bool dsig_chain_facts(const dsig_chain *chain, dsig_facts *facts);

typedef enum { DSIG_SUBJECT, DSIG_COMMON_NAME, DSIG_ORGANIZATION, DSIG_ISSUER, DSIG_SERIAL } dsig_field;

/// A text of the signer's certificate, or NULL if it has none; to be freed with `dsig_text_free`.
char *_Nullable dsig_chain_text(const dsig_chain *chain, dsig_field field);

typedef enum {
    DSIG_TRUSTED,
    /// Trusted, but through a certificate signed with SHA-1.
    DSIG_WEAKLY_TRUSTED,
    DSIG_UNTRUSTED,
    DSIG_EXPIRED,
    DSIG_NOT_YET_VALID,
    DSIG_REVOKED,
    /// The issuer's list of revoked certificates is out of date.
    DSIG_LIST_OUTDATED,
} dsig_trust;

/// Reads certificates and revocation lists in PEM; NULL if there is no certificate or something is wrong with any.
dsig_roots *_Nullable dsig_roots_read(const uint8_t *pem, size_t count);
void dsig_roots_free(dsig_roots *roots);
/// Whether the signer's certificate leads to the roots, at a time in seconds since 1970. May run on any thread.
dsig_trust dsig_chain_trust(const dsig_chain *chain, const dsig_roots *roots, int64_t at);

typedef enum { DSIG_KEY_READ, DSIG_KEY_UNREADABLE, DSIG_CERTIFICATE_UNREADABLE, DSIG_KEY_OF_ANOTHER } dsig_key_result;

/// Reads a private key without passphrase in PEM; the chain's signer must be its owner.
dsig_key_result dsig_key_read(const uint8_t *pem, size_t count, const dsig_chain *chain,
                              dsig_key *_Nullable *_Nonnull key);
void dsig_key_free(dsig_key *key);

/// Where some bytes first stand in others, or NULL: `memmem`, which Swift does not see.
const uint8_t *_Nullable dsig_find(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count);

#pragma clang assume_nonnull end

#endif
