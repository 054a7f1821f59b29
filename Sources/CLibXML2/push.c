#include "CLibXML2.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct push_parser {
    xmlParserCtxtPtr libxml;
    push_callbacks callbacks;
    void *context;
    bool accepts_undeclared;
    bool has_undeclared;
};

// A second wall: nothing here asks for an external entity, and if anything ever did, it would get none.
static xmlParserInputPtr no_external_entity(const char *url, const char *id, xmlParserCtxtPtr libxml) { return NULL; }

static void prepare(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(no_external_entity);
}

static push_text text_of(const xmlChar *string) {
    push_text text = {string, string == NULL ? 0 : strlen((const char *)string)};
    return text;
}

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **namespace, int attributes, int defaulted, const xmlChar **attribute) {
    push_parser *parser = context;
    push_name name = {text_of(local), text_of(prefix), text_of(uri)};
    if (!parser->callbacks.start(parser->context, name, attribute, (size_t)attributes, (size_t)namespaces))
        xmlStopParser(parser->libxml);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
    push_parser *parser = context;
    if (!parser->callbacks.end(parser->context)) xmlStopParser(parser->libxml);
}

static void on_text(void *context, const xmlChar *bytes, int count) {
    push_parser *parser = context;
    if (count > 0 && !parser->callbacks.text(parser->context, bytes, (size_t)count)) xmlStopParser(parser->libxml);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *id, const xmlChar *system) {
    push_parser *parser = context;
    parser->callbacks.doctype(parser->context);
    xmlStopParser(parser->libxml);
}

static void on_error(void *context, xmlErrorPtr error) {
    push_parser *parser = context;
    if (error->level < XML_ERR_ERROR) return;
    if (parser->accepts_undeclared && error->code == XML_NS_ERR_UNDEFINED_NAMESPACE) {
        // libxml2 goes on by itself; only its memory of the error would end the document as a faulty one.
        parser->has_undeclared = true;
        parser->libxml->errNo = XML_ERR_OK;
        return;
    }
    push_position position = {error->line, error->int2, push_parser_position(parser).offset};
    parser->callbacks.error(parser->context, error->code, error->message, position);
    xmlStopParser(parser->libxml);
}

push_parser *push_parser_create(push_callbacks callbacks, void *context, bool accepts_undeclared) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare);

    push_parser *parser = calloc(1, sizeof *parser);
    if (parser == NULL) return NULL;
    parser->callbacks = callbacks;
    parser->context = context;
    parser->accepts_undeclared = accepts_undeclared;

    // Only these callbacks: without the default ones libxml2 builds no tree and resolves no entity.
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_text;
    handler.ignorableWhitespace = on_text;
    handler.cdataBlock = on_text;
    handler.internalSubset = on_doctype;
    handler.serror = on_error;

    parser->libxml = xmlCreatePushParserCtxt(&handler, parser, NULL, 0, NULL);
    if (parser->libxml == NULL) {
        free(parser);
        return NULL;
    }
    // No XML_PARSE_HUGE, NOENT, DTDLOAD or XINCLUDE. The caller has checked the encoding: libxml2 must not switch it.
    xmlCtxtUseOptions(parser->libxml, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    return parser;
}

void push_parser_free(push_parser *parser) {
    xmlFreeParserCtxt(parser->libxml);
    free(parser);
}

void push_parser_feed(push_parser *parser, const uint8_t *bytes, size_t count) {
    xmlParseChunk(parser->libxml, (const char *)bytes, (int)count, 0);
}

bool push_parser_finish(push_parser *parser) {
    xmlParseChunk(parser->libxml, NULL, 0, 1);
    // Any other namespace error has been told.
    bool names = parser->libxml->nsWellFormed || parser->has_undeclared;
    return parser->libxml->wellFormed && names && parser->libxml->errNo == XML_ERR_OK;
}

bool push_parser_has_undeclared(const push_parser *parser) { return parser->has_undeclared; }

size_t push_parser_pending(const push_parser *parser) {
    const xmlParserInput *input = parser->libxml->input;
    return input == NULL || input->cur == NULL ? 0 : (size_t)(input->end - input->cur);
}

push_position push_parser_position(const push_parser *parser) {
    const xmlParserInput *input = parser->libxml->input;
    push_position position = {0, 0, 0};
    if (input == NULL) return position;
    position.line = input->line;
    position.column = input->col;
    position.offset = (int64_t)input->consumed + (input->cur == NULL ? 0 : input->cur - input->base);
    return position;
}

push_attribute push_parser_attribute(const void *attributes, size_t index) {
    // libxml2 gives five pointers for each: local name, prefix, namespace, start and end of the value.
    const xmlChar *const *five = (const xmlChar *const *)attributes + 5 * index;
    push_attribute attribute = {{text_of(five[0]), text_of(five[1]), text_of(five[2])}, {five[3], (size_t)(five[4] - five[3])}};
    return attribute;
}
