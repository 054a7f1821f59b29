// libxml2's push parser, without libxml2's headers: those pull in ICU and clash with Foundation's in Swift.
#ifndef CLIBXML2_H
#define CLIBXML2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// UTF-8 text inside the parser's memory, valid until the callback returns. An absent text has no bytes pointer.
typedef struct {
    const uint8_t *_Nullable bytes;
    size_t count;
} push_text;

typedef struct {
    push_text local;
    push_text prefix;
    push_text uri;
} push_name;

typedef struct {
    push_name name;
    /// With `&` still written as `&#38;`, the one reference that libxml2 leaves to its tree builder.
    push_text value;
} push_attribute;

typedef struct {
    int64_t line;
    int64_t column;
    int64_t offset;
} push_position;

/// What the parser tells. Each callback answers whether to go on; after a `false` nothing more is told.
typedef struct {
    bool (*start)(void *context, push_name name, const void *_Nullable attributes, size_t attribute_count,
                  size_t namespace_count);
    bool (*end)(void *context);
    bool (*text)(void *context, const uint8_t *bytes, size_t count);
    /// A DOCTYPE, told before any of its declarations is read.
    bool (*doctype)(void *context);
    /// Not well-formed, or a namespace error. Warnings are not told.
    void (*error)(void *context, int code, const char *_Nullable message, push_position position);
} push_callbacks;

typedef struct push_parser push_parser;

/// A parser that loads nothing and expands nothing, or NULL if there is no memory.
///
/// A prefix that is declared nowhere is an error, or else stands for no namespace.
push_parser *_Nullable push_parser_create(push_callbacks callbacks, void *context, bool accepts_undeclared);
void push_parser_free(push_parser *parser);

/// Parses the next bytes. At most INT_MAX of them.
void push_parser_feed(push_parser *parser, const uint8_t *bytes, size_t count);
/// Says that there are no more bytes; answers whether the whole document was well-formed.
bool push_parser_finish(push_parser *parser);

/// Whether there was a prefix so far that is declared nowhere, and was accepted.
bool push_parser_has_undeclared(const push_parser *parser);

/// How many of the bytes fed are still waiting to be parsed.
size_t push_parser_pending(const push_parser *parser);
push_position push_parser_position(const push_parser *parser);

/// One of the attributes given to `start`.
push_attribute push_parser_attribute(const void *attributes, size_t index);

#pragma clang assume_nonnull end

#endif
