#include "library.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>

// Without this OpenSSL would ask for a passphrase on the terminal.
static int no_passphrase(char *buffer, int size, int is_writing, void *context) { return -1; }

dsig_key_result dsig_key_read(const uint8_t *pem, size_t count, const dsig_chain *chain, dsig_key **key) {
    *key = NULL;
    X509 *owner = dsig_chain_signer(chain);
    if (owner == NULL) return DSIG_CERTIFICATE_UNREADABLE;
    BIO *bio = count > INT32_MAX ? NULL : BIO_new_mem_buf(pem, (int)count);
    EVP_PKEY *pair = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    bool is_owners = pair != NULL && X509_check_private_key(owner, pair) == 1;
    ERR_clear_error();
    if (is_owners) *key = calloc(1, sizeof **key);
    if (*key != NULL) {
        (*key)->pair = pair;
        return DSIG_KEY_READ;
    }
    dsig_key_result result = pair == NULL ? DSIG_KEY_UNREADABLE : DSIG_KEY_OF_ANOTHER;
    EVP_PKEY_free(pair);
    return result;
}

void dsig_key_free(dsig_key *key) {
    EVP_PKEY_free(key->pair);
    free(key);
}
