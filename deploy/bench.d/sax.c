/* The yardstick of the envelope reader: a bare libxml2 push parse of the same file, with callbacks that do nothing.
 *
 *     cc -O2 sax.c -o sax $(pkg-config --cflags --libs libxml-2.0) && ./sax FILE
 *
 * Prints the bytes and the seconds. The file is read in the same 64 KiB chunks as EnvelopeReader reads it. */
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                  const xmlChar **namespace, int attributes, int defaulted, const xmlChar **attribute) {}

static void end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {}

static void text(void *context, const xmlChar *bytes, int count) {}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    int file = open(argv[1], O_RDONLY);
    if (file < 0) {
        perror(argv[1]);
        return 1;
    }
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = start;
    handler.endElementNs = end;
    handler.characters = text;
    handler.ignorableWhitespace = text;
    handler.cdataBlock = text;

    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);
    xmlCtxtUseOptions(parser, XML_PARSE_NONET);
    static char buffer[64 * 1024];
    long long total = 0;
    ssize_t count;
    while ((count = read(file, buffer, sizeof buffer)) > 0) {
        total += count;
        if (xmlParseChunk(parser, buffer, (int)count, 0) != 0) break;
    }
    int failure = xmlParseChunk(parser, buffer, 0, 1);
    clock_gettime(CLOCK_MONOTONIC, &to);
    xmlFreeParserCtxt(parser);

    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%lld bytes %.3f seconds %.0f MB/s\n", total, seconds, (double)total / seconds / 1e6);
    return failure != 0;
}
