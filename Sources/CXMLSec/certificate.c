#include "library.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

dsig_chain *dsig_chain_create(void) {
    dsig_chain *chain = dsig_prepare() ? calloc(1, sizeof *chain) : NULL;
    if (chain == NULL) return NULL;
    chain->certificates = sk_X509_new_null();
    if (chain->certificates != NULL) return chain;
    free(chain);
    return NULL;
}

void dsig_chain_free(dsig_chain *chain) {
    sk_X509_pop_free(chain->certificates, X509_free);
    free(chain);
}

static bool add(dsig_chain *chain, X509 *certificate) {
    if (certificate != NULL && sk_X509_push(chain->certificates, certificate) > 0) return true;
    X509_free(certificate);
    return false;
}

bool dsig_chain_add(dsig_chain *chain, const uint8_t *der, size_t count) {
    const unsigned char *next = der;
    X509 *certificate = count > INT32_MAX ? NULL : d2i_X509(NULL, &next, (long)count);
    ERR_clear_error();
    if (certificate != NULL && next != der + count) {
        X509_free(certificate);
        return false;
    }
    return add(chain, certificate);
}

X509 *dsig_chain_signer(const dsig_chain *chain) {
    int count = sk_X509_num(chain->certificates);
    for (int index = 0; index < count; index += 1) {
        X509 *candidate = sk_X509_value(chain->certificates, index);
        bool issued_another = false;
        for (int other = 0; other < count && !issued_another; other += 1)
            issued_another = other != index
                && X509_check_issued(candidate, sk_X509_value(chain->certificates, other)) == X509_V_OK;
        if (!issued_another) return candidate;
    }
    return count > 0 ? sk_X509_value(chain->certificates, 0) : NULL;
}

static int64_t seconds(const ASN1_TIME *time) {
    struct tm parts;
    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) : 0;
}

static dsig_key_kind kind_of(EVP_PKEY *key) {
    if (EVP_PKEY_is_a(key, "RSA")) return DSIG_RSA;
    char group[32] = "";
    if (!EVP_PKEY_is_a(key, "EC") || EVP_PKEY_get_group_name(key, group, sizeof group, NULL) != 1) return DSIG_OTHER;
    if (strcmp(group, SN_X9_62_prime256v1) == 0) return DSIG_P256;
    return strcmp(group, SN_secp384r1) == 0 ? DSIG_P384 : DSIG_OTHER;
}

bool dsig_chain_facts(const dsig_chain *chain, dsig_facts *facts) {
    X509 *signer = dsig_chain_signer(chain);
    EVP_PKEY *key = signer == NULL ? NULL : X509_get0_pubkey(signer);
    if (key == NULL) {
        ERR_clear_error();
        return false;
    }
    facts->kind = kind_of(key);
    facts->bits = EVP_PKEY_get_bits(key);
    // All bits are set where the certificate does not say.
    facts->may_sign = (X509_get_key_usage(signer) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
    facts->from = seconds(X509_get0_notBefore(signer));
    facts->until = seconds(X509_get0_notAfter(signer));
    ERR_clear_error();
    return true;
}

/// What was written to a memory BIO, which is freed.
static char *text_of(BIO *bio, bool is_written) {
    char *bytes = NULL;
    long count = is_written ? BIO_get_mem_data(bio, &bytes) : 0;
    char *text = count > 0 ? strndup(bytes, (size_t)count) : NULL;
    BIO_free(bio);
    ERR_clear_error();
    return text;
}

static char *name_text(const X509_NAME *name) {
    BIO *bio = BIO_new(BIO_s_mem());
    unsigned long flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
    return bio == NULL ? NULL : text_of(bio, X509_NAME_print_ex(bio, name, 0, flags) > 0);
}

static char *part_text(const X509_NAME *name, int kind) {
    int index = X509_NAME_get_index_by_NID(name, kind, -1);
    if (index < 0) return NULL;
    const ASN1_STRING *part = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index));
    BIO *bio = BIO_new(BIO_s_mem());
    unsigned long flags = ASN1_STRFLGS_UTF8_CONVERT | ASN1_STRFLGS_ESC_CTRL;
    return bio == NULL ? NULL : text_of(bio, ASN1_STRING_print_ex(bio, part, flags) > 0);
}

char *dsig_chain_text(const dsig_chain *chain, dsig_field field) {
    X509 *signer = dsig_chain_signer(chain);
    if (signer == NULL) return NULL;
    switch (field) {
    case DSIG_SUBJECT: return name_text(X509_get_subject_name(signer));
    case DSIG_COMMON_NAME: return part_text(X509_get_subject_name(signer), NID_commonName);
    case DSIG_ORGANIZATION: return part_text(X509_get_subject_name(signer), NID_organizationName);
    case DSIG_ISSUER: return name_text(X509_get_issuer_name(signer));
    case DSIG_SERIAL: {
        BIO *bio = BIO_new(BIO_s_mem());
        return bio == NULL ? NULL : text_of(bio, i2a_ASN1_INTEGER(bio, X509_get0_serialNumber(signer)) > 0);
    }
    }
    return NULL;
}
