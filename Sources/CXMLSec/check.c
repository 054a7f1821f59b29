#include "library.h"

#include <string.h>
#include <xmlsec/buffer.h>
#include <xmlsec/list.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>

/// What the transform below needs; xmlsec hands no context through to it.
static _Thread_local struct {
    dsig_take take;
    void *context;
    size_t reference;
    size_t most;
    bool is_too_large;
    bool is_stopped;
} current;

struct dsig_digest {
    xmlSecTransformPtr transform;
    xmlSecTransformCtxPtr transforms;
    bool failed;
};

void dsig_digest_feed(dsig_digest *digest, const uint8_t *bytes, size_t count) {
    while (count > 0 && !digest->failed) {
        xmlSecSize piece = count > 65536 ? 65536 : (xmlSecSize)count;
        if (xmlSecTransformPushBin(digest->transform, bytes, piece, 0, digest->transforms) < 0) digest->failed = true;
        bytes += piece;
        count -= piece;
    }
}

/// Keeps the canonical bytes; when they are complete, the consumer feeds the digest in their place.
///
/// So what is digested is what the consumer saw, and it is nothing else that it can read.
static int take_canonical(xmlSecTransformPtr transform, const xmlSecByte *bytes, xmlSecSize count, int is_last,
                          xmlSecTransformCtxPtr transforms) {
    if (count > 0) {
        if (count > current.most - xmlSecBufferGetSize(&transform->inBuf)) {
            current.is_too_large = true;
            return -1;
        }
        if (xmlSecBufferAppend(&transform->inBuf, bytes, count) < 0) return -1;
    }
    if (!is_last) return 0;
    dsig_digest digest = {transform->next, transforms, false};
    const xmlSecByte *whole = xmlSecBufferGetData(&transform->inBuf);
    if (whole == NULL) whole = (const xmlSecByte *)"";
    if (!current.take(current.context, current.reference, whole, xmlSecBufferGetSize(&transform->inBuf), &digest)) {
        current.is_stopped = true;
        return -1;
    }
    current.reference += 1;
    xmlSecBufferEmpty(&transform->inBuf);
    if (digest.failed) return -1;
    return xmlSecTransformPushBin(transform->next, NULL, 0, 1, transforms);
}

static xmlSecTransformKlass take_klass = {
    .klassSize = sizeof(xmlSecTransformKlass),
    .objSize = sizeof(xmlSecTransform),
    .name = BAD_CAST "take",
    .usage = xmlSecTransformUsageAny,
    .getDataType = xmlSecTransformDefaultGetDataType,
    .pushBin = take_canonical,
};

static int insert_before_digest(xmlSecTransformCtxPtr transforms) {
    xmlSecTransformPtr digest = transforms->last;
    while (digest != NULL && (digest->id->usage & xmlSecTransformUsageDigestMethod) == 0) digest = digest->prev;
    if (digest == NULL || digest->prev == NULL) return -1;
    xmlSecTransformPtr take = xmlSecTransformCreate(&take_klass);
    if (take == NULL) return -1;
    take->prev = digest->prev;
    take->next = digest;
    digest->prev->next = take;
    digest->prev = take;
    return 0;
}

/// The second wall behind the caller's own check of the algorithms: whatever is not here does not exist.
static bool allow_only_ours(xmlSecDSigCtxPtr context) {
    xmlSecTransformId for_references[] = {
        xmlSecTransformEnvelopedId, xmlSecTransformInclC14NId, xmlSecTransformInclC14NWithCommentsId,
        xmlSecTransformInclC14N11Id, xmlSecTransformInclC14N11WithCommentsId, xmlSecTransformExclC14NId,
        xmlSecTransformExclC14NWithCommentsId, xmlSecOpenSSLTransformSha1GetKlass(),
        xmlSecOpenSSLTransformSha256GetKlass(), xmlSecOpenSSLTransformSha384GetKlass(),
        xmlSecOpenSSLTransformSha512GetKlass(),
    };
    xmlSecTransformId for_signatures[] = {
        xmlSecTransformInclC14NId, xmlSecTransformInclC14NWithCommentsId, xmlSecTransformInclC14N11Id,
        xmlSecTransformInclC14N11WithCommentsId, xmlSecTransformExclC14NId, xmlSecTransformExclC14NWithCommentsId,
        xmlSecOpenSSLTransformRsaSha1GetKlass(), xmlSecOpenSSLTransformRsaSha256GetKlass(),
        xmlSecOpenSSLTransformRsaSha384GetKlass(), xmlSecOpenSSLTransformRsaSha512GetKlass(),
        xmlSecOpenSSLTransformEcdsaSha1GetKlass(), xmlSecOpenSSLTransformEcdsaSha256GetKlass(),
        xmlSecOpenSSLTransformEcdsaSha384GetKlass(), xmlSecOpenSSLTransformEcdsaSha512GetKlass(),
    };
    for (size_t index = 0; index < sizeof for_references / sizeof *for_references; index += 1)
        if (xmlSecDSigCtxEnableReferenceTransform(context, for_references[index]) < 0) return false;
    for (size_t index = 0; index < sizeof for_signatures / sizeof *for_signatures; index += 1)
        if (xmlSecDSigCtxEnableSignatureTransform(context, for_signatures[index]) < 0) return false;
    context->flags = XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    context->referencePreExecuteCallback = insert_before_digest;
    return true;
}

/// Whether all of so many references hold.
static bool references_hold(xmlSecDSigCtxPtr context, size_t references) {
    if (xmlSecPtrListGetSize(&context->signedInfoReferences) != references) return false;
    for (xmlSecSize index = 0; index < references; index += 1) {
        xmlSecDSigReferenceCtxPtr reference = xmlSecPtrListGetItem(&context->signedInfoReferences, index);
        if (reference == NULL || reference->status != xmlSecDSigStatusSucceeded) return false;
    }
    return true;
}

static dsig_outcome outcome_of_check(xmlSecDSigCtxPtr context, xmlNodePtr signature, size_t references) {
    int result = xmlSecDSigCtxVerify(context, signature);
    if (current.is_too_large) return DSIG_TOO_LARGE;
    if (current.is_stopped) return DSIG_STOPPED;
    bool references_are_good = current.reference == references && references_hold(context, references);
    if (result < 0) return references_are_good ? DSIG_VALUE_DIFFERS : DSIG_UNUSABLE;
    if (context->status == xmlSecDSigStatusSucceeded) return references_are_good ? DSIG_HOLDS : DSIG_UNUSABLE;
    return references_are_good ? DSIG_VALUE_DIFFERS : DSIG_DIGEST_DIFFERS;
}

dsig_outcome dsig_check(dsig_document *document, const dsig_chain *chain, size_t references, size_t most,
                        dsig_take take, void *context) {
    X509 *signer = dsig_chain_signer(chain);
    xmlSecKeyPtr key = signer == NULL ? NULL : dsig_xmlsec_key(X509_get_pubkey(signer));
    xmlSecDSigCtxPtr dsig = key == NULL ? NULL : xmlSecDSigCtxCreate(NULL);
    if (dsig == NULL) {
        if (key != NULL) xmlSecKeyDestroy(key);
        return DSIG_UNUSABLE;
    }
    // With a key given, xmlsec looks at no KeyInfo.
    dsig->signKey = key;
    current.take = take;
    current.context = context;
    current.most = most;
    current.reference = 0;
    current.is_too_large = current.is_stopped = false;
    dsig_quiet before = dsig_quiet_begin();
    dsig_outcome outcome =
        allow_only_ours(dsig) ? outcome_of_check(dsig, document->signature, references) : DSIG_UNUSABLE;
    xmlSecDSigCtxDestroy(dsig);
    dsig_quiet_end(before);
    return outcome;
}

dsig_outcome dsig_sign(dsig_document *document, const dsig_key *key, size_t most, dsig_take take, void *context) {
    if (EVP_PKEY_up_ref(key->pair) != 1) return DSIG_UNUSABLE;
    xmlSecKeyPtr value = dsig_xmlsec_key(key->pair);
    xmlSecDSigCtxPtr dsig = value == NULL ? NULL : xmlSecDSigCtxCreate(NULL);
    if (dsig == NULL) {
        if (value != NULL) xmlSecKeyDestroy(value);
        return DSIG_UNUSABLE;
    }
    dsig->signKey = value;
    current.take = take;
    current.context = context;
    current.most = most;
    current.reference = 0;
    current.is_too_large = current.is_stopped = false;
    dsig_quiet before = dsig_quiet_begin();
    bool is_signed = allow_only_ours(dsig) && xmlSecDSigCtxSign(dsig, document->signature) >= 0;
    xmlSecDSigCtxDestroy(dsig);
    dsig_quiet_end(before);
    if (current.is_too_large) return DSIG_TOO_LARGE;
    if (current.is_stopped) return DSIG_STOPPED;
    return is_signed ? DSIG_HOLDS : DSIG_UNUSABLE;
}
