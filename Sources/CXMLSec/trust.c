#include "library.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <time.h>

struct dsig_roots {
    X509_STORE *store;
    bool has_lists;
};

/// Puts one item of the PEM into the store, and counts it.
static bool store_item(dsig_roots *roots, X509_INFO *item, int *certificates) {
    if (item->x_pkey != NULL || item->enc_data != NULL) return false;
    if (item->x509 != NULL) {
        if (X509_STORE_add_cert(roots->store, item->x509) != 1) return false;
        *certificates += 1;
    }
    if (item->crl != NULL) {
        if (X509_STORE_add_crl(roots->store, item->crl) != 1) return false;
        roots->has_lists = true;
    }
    return true;
}

static bool fill(dsig_roots *roots, const uint8_t *pem, size_t count) {
    BIO *bio = count > INT32_MAX ? NULL : BIO_new_mem_buf(pem, (int)count);
    STACK_OF(X509_INFO) *items = bio == NULL ? NULL : PEM_X509_INFO_read_bio(bio, NULL, NULL, NULL);
    int certificates = 0;
    bool is_good = items != NULL;
    for (int index = 0; is_good && index < sk_X509_INFO_num(items); index += 1)
        is_good = store_item(roots, sk_X509_INFO_value(items, index), &certificates);
    sk_X509_INFO_pop_free(items, X509_INFO_free);
    BIO_free(bio);
    ERR_clear_error();
    return is_good && certificates > 0;
}

dsig_roots *dsig_roots_read(const uint8_t *pem, size_t count) {
    dsig_roots *roots = dsig_prepare() ? calloc(1, sizeof *roots) : NULL;
    if (roots == NULL) return NULL;
    roots->store = X509_STORE_new();
    if (roots->store != NULL && fill(roots, pem, count)) return roots;
    dsig_roots_free(roots);
    return NULL;
}

void dsig_roots_free(dsig_roots *roots) {
    X509_STORE_free(roots->store);
    free(roots);
}

/// An issuer of whom the administrator has no list is not asked for one.
static int tolerate_missing_list(int is_good, X509_STORE_CTX *context) {
    return is_good || X509_STORE_CTX_get_error(context) == X509_V_ERR_UNABLE_TO_GET_CRL;
}

/// How strong the signatures and keys of the chain are, other than the root's own signature, which proves nothing.
static dsig_trust strength(STACK_OF(X509) *chain) {
    dsig_trust trust = DSIG_TRUSTED;
    for (int index = 0; index < sk_X509_num(chain); index += 1) {
        X509 *certificate = sk_X509_value(chain, index);
        EVP_PKEY *key = X509_get0_pubkey(certificate);
        if (key == NULL || EVP_PKEY_get_security_bits(key) < 80) return DSIG_UNTRUSTED;
        if (index == sk_X509_num(chain) - 1) break;
        int bits = 0;
        // SHA-1 counts 63 or less, MD5 39.
        if (X509_get_signature_info(certificate, NULL, NULL, &bits, NULL) != 1 || bits < 60) return DSIG_UNTRUSTED;
        if (bits < 80) trust = DSIG_WEAKLY_TRUSTED;
    }
    return trust;
}

static dsig_trust trust_of_error(int error) {
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return DSIG_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID: return DSIG_NOT_YET_VALID;
    case X509_V_ERR_CERT_REVOKED: return DSIG_REVOKED;
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID: return DSIG_LIST_OUTDATED;
    default: return DSIG_UNTRUSTED;
    }
}

dsig_trust dsig_chain_trust(const dsig_chain *chain, const dsig_roots *roots, int64_t at) {
    X509 *signer = dsig_chain_signer(chain);
    X509_STORE_CTX *context = signer == NULL ? NULL : X509_STORE_CTX_new();
    if (context == NULL) return DSIG_UNTRUSTED;
    dsig_trust trust = DSIG_UNTRUSTED;
    if (X509_STORE_CTX_init(context, roots->store, signer, chain->certificates) == 1) {
        X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
        // The administrator may trust an agency's own certificate, or one between it and the root.
        unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;
        if (roots->has_lists) flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
        X509_VERIFY_PARAM_set_flags(rules, flags);
        X509_VERIFY_PARAM_set_time(rules, (time_t)at);
        X509_VERIFY_PARAM_set_depth(rules, 8);
        X509_STORE_CTX_set_verify_cb(context, tolerate_missing_list);
        trust = X509_verify_cert(context) == 1 ? strength(X509_STORE_CTX_get0_chain(context))
                                               : trust_of_error(X509_STORE_CTX_get_error(context));
    }
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    return trust;
}
