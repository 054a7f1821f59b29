#include "library.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/valid.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/strings.h>

/// The next node in document order that is at or under `top`.
static xmlNodePtr next_node(xmlNodePtr node, xmlNodePtr top) {
    if (node->children != NULL && node->type == XML_ELEMENT_NODE) return node->children;
    while (node != top && node->next == NULL) node = node->parent;
    return node == top ? NULL : node->next;
}

static bool is_signature(xmlNodePtr node) {
    return node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, BAD_CAST "Signature") && node->ns != NULL
        && xmlStrEqual(node->ns->href, xmlSecDSigNs);
}

static xmlNodePtr only_signature(xmlNodePtr root) {
    xmlNodePtr found = NULL;
    for (xmlNodePtr node = root; node != NULL; node = next_node(node, root)) {
        if (!is_signature(node)) continue;
        if (found != NULL) return NULL;
        found = node;
    }
    return found;
}

dsig_document *dsig_document_read(const uint8_t *bytes, size_t count) {
    if (!dsig_prepare() || count > INT32_MAX) return NULL;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) return NULL;
    // No XML_PARSE_HUGE, NOENT, DTDLOAD or XINCLUDE. The caller has checked the encoding: libxml2 must not switch it.
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;
    dsig_quiet before = dsig_quiet_begin();
    xmlDocPtr tree = xmlCtxtReadMemory(parser, (const char *)bytes, (int)count, NULL, NULL, options);
    bool is_well_formed = parser->wellFormed && parser->nsWellFormed && parser->errNo == XML_ERR_OK;
    xmlFreeParserCtxt(parser);
    dsig_quiet_end(before);
    if (tree == NULL) return NULL;

    xmlNodePtr root = xmlDocGetRootElement(tree);
    bool is_usable = is_well_formed && root != NULL && tree->intSubset == NULL;
    xmlNodePtr signature = is_usable ? only_signature(root) : NULL;
    dsig_document *document = signature == NULL ? NULL : calloc(1, sizeof *document);
    if (document == NULL) {
        xmlFreeDoc(tree);
        return NULL;
    }
    document->tree = tree;
    document->signature = signature;
    return document;
}

void dsig_document_free(dsig_document *document) {
    xmlFreeDoc(document->tree);
    free(document);
}

bool dsig_document_identify(dsig_document *document, const char *id) {
    xmlNodePtr root = xmlDocGetRootElement(document->tree);
    xmlAttrPtr found = NULL;
    for (xmlNodePtr node = root; node != NULL; node = next_node(node, root)) {
        if (node->type != XML_ELEMENT_NODE) continue;
        for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next) {
            if (xmlStrcasecmp(attribute->name, BAD_CAST "id") != 0) continue;
            xmlChar *value = xmlNodeListGetString(document->tree, attribute->children, 1);
            bool is_it = value != NULL && strcmp((const char *)value, id) == 0;
            xmlFree(value);
            if (!is_it) continue;
            if (found != NULL) return false;
            found = attribute;
        }
    }
    if (found == NULL) return false;
    // xml:id is an Id by itself.
    return found->atype == XML_ATTRIBUTE_ID || xmlAddID(NULL, document->tree, BAD_CAST id, found) != NULL;
}

bool dsig_document_is_plain(const dsig_document *document) {
    xmlNodePtr top = document->signature;
    for (xmlNodePtr part = top->children; part != NULL; part = part->next) {
        if (part->type == XML_ELEMENT_NODE && xmlStrEqual(part->name, BAD_CAST "Object")) continue;
        for (xmlNodePtr node = part; node != NULL; node = next_node(node, part))
            if (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE) return false;
    }
    return true;
}

bool dsig_document_is_last_in(const dsig_document *document, const char *parent) {
    xmlNodePtr above = document->signature->parent;
    return above != NULL && above->type == XML_ELEMENT_NODE && strcmp((const char *)above->name, parent) == 0
        && xmlNextElementSibling(document->signature) == NULL;
}

/// A copy that `free` frees, whatever libxml2 allocates with.
static char *copy(const xmlChar *bytes, size_t count) {
    char *text = malloc(count + 1);
    if (text == NULL) return NULL;
    memcpy(text, bytes, count);
    text[count] = 0;
    return text;
}

char *dsig_document_signature(const dsig_document *document) {
    xmlBufferPtr buffer = xmlBufferCreate();
    if (buffer == NULL) return NULL;
    int count = xmlNodeDump(buffer, document->tree, document->signature, 0, 0);
    char *text = count < 0 ? NULL : copy(xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
    xmlBufferFree(buffer);
    return text;
}

char *dsig_document_rest(dsig_document *document, const char *replaced, const char *mark) {
    xmlNodePtr root = xmlDocGetRootElement(document->tree);
    xmlNodePtr found = NULL;
    for (xmlNodePtr node = root; node != NULL; node = next_node(node, root)) {
        if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, replaced) != 0) continue;
        if (found != NULL) return NULL;
        found = node;
    }
    xmlNodePtr text = found == NULL || found == root ? NULL : xmlNewDocText(document->tree, BAD_CAST mark);
    if (text == NULL) return NULL;
    xmlFreeNode(xmlReplaceNode(found, text));
    // It may have stood in what was replaced, and is gone then.
    document->signature = only_signature(root);
    if (document->signature == NULL) return NULL;
    xmlUnlinkNode(document->signature);
    xmlFreeNode(document->signature);
    document->signature = NULL;

    dsig_quiet before = dsig_quiet_begin();
    xmlChar *bytes = NULL;
    int count = xmlC14NDocDumpMemory(document->tree, NULL, XML_C14N_1_0, NULL, 0, &bytes);
    dsig_quiet_end(before);
    char *canonical = count <= 0 || bytes == NULL ? NULL : copy(bytes, (size_t)count);
    xmlFree(bytes);
    return canonical;
}
