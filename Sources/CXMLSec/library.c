#define _GNU_SOURCE // for memmem
#include "library.h"

#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>

static bool is_ready;

// xmlsec would print what it finds wrong, with parts of the document; the outcome is all that we want to know.
static void say_nothing(const char *file, int line, const char *function, const char *object, const char *subject,
                        int reason, const char *message) {}

static void prepare(void) {
    xmlInitParser();
    xmlSecErrorsSetCallback(say_nothing);
    is_ready = xmlSecInit() >= 0 && xmlSecCheckVersion() == 1 && xmlSecOpenSSLAppInit(NULL) >= 0
        && xmlSecOpenSSLInit() >= 0;
    xmlSecErrorsSetCallback(say_nothing);
}

bool dsig_prepare(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);
    return is_ready;
}

static void ignore_error(void *context, xmlErrorPtr error) {}

dsig_quiet dsig_quiet_begin(void) {
    dsig_quiet before = {xmlStructuredError, xmlStructuredErrorContext};
    xmlSetStructuredErrorFunc(NULL, ignore_error);
    return before;
}

void dsig_quiet_end(dsig_quiet before) {
    xmlSetStructuredErrorFunc(before.context, before.handler);
    xmlResetLastError();
    // OpenSSL keeps its errors per thread: the next user of this thread, such as libpq, must not find ours.
    ERR_clear_error();
}

xmlSecKeyPtr dsig_xmlsec_key(EVP_PKEY *pair) {
    if (pair == NULL) return NULL;
    xmlSecKeyDataPtr value = xmlSecOpenSSLEvpKeyAdopt(pair);
    if (value == NULL) {
        EVP_PKEY_free(pair);
        return NULL;
    }
    xmlSecKeyPtr key = xmlSecKeyCreate();
    if (key == NULL || xmlSecKeySetValue(key, value) < 0) {
        if (key != NULL) xmlSecKeyDestroy(key);
        xmlSecKeyDataDestroy(value);
        return NULL;
    }
    return key;
}

void dsig_text_free(char *text) { free(text); }

const uint8_t *dsig_find(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count) {
    return memmem(bytes, count, wanted, wanted_count);
}
