// What the files of this target share.
#ifndef LIBRARY_H
#define LIBRARY_H

// SwiftPM drops the definitions that pkg-config names. The first one is part of the ABI (xmlSecSize is an unsigned int):
// without it, memory is overwritten.
#define XMLSEC_NO_SIZE_T
#define XMLSEC_CRYPTO_OPENSSL 1
#define XMLSEC_NO_CRYPTO_DYNAMIC_LOADING 1
#define XMLSEC_NO_GOST 1
#define XMLSEC_NO_GOST2012 1

#include "CXMLSec.h"

#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <xmlsec/keys.h>
#include <xmlsec/xmlsec.h>

struct dsig_document {
    xmlDocPtr tree;
    xmlNodePtr signature;
};

struct dsig_chain {
    STACK_OF(X509) *certificates;
};

struct dsig_key {
    EVP_PKEY *pair;
};

/// Whether xmlsec is ready; prepares it the first time.
bool dsig_prepare(void);

/// Keeps libxml2 from writing to stderr, on this thread.
typedef struct {
    xmlStructuredErrorFunc handler;
    void *context;
} dsig_quiet;
dsig_quiet dsig_quiet_begin(void);
void dsig_quiet_end(dsig_quiet before);

/// The certificate that signed, or NULL of an empty chain: the first that issued none of the others.
X509 *dsig_chain_signer(const dsig_chain *chain);

/// The key for xmlsec, or NULL. Takes over `pair`.
xmlSecKeyPtr dsig_xmlsec_key(EVP_PKEY *pair);

#endif
