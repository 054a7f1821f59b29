import Exchange
import Testing

@Suite("The type of a file")
struct MediaTypeTests {
    @Test(
        "is told by its first bytes",
        arguments: [
            ("%PDF-1.4", .pdf), ("{\\rtf1", .rtf), ("GIF89a", .gif), ("#!/bin/sh", .executable), ("MZ text", .text),
            ("<?xml version='1.0'?><a/>", .xml), ("<a><b/></a>", .xml), ("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", .xml),
            ("\u{FEFF} <!doctype HTML><p>", .html), ("<HTML>", .html), ("<?xml version='1.0'?><html>", .html),
            ("<script>", .html), ("<svg onload='x'/>", .svg), ("<?xml version='1.0'?><svg>", .svg), ("< 5 m", .text),
            ("Kính gửi", .text), ("a,b\r\n1,2", .text), ("\u{1}\u{2}%PDF-1.4", .pdf), ("\u{0}\u{1}", .unknown),
        ] as [(String, MediaType)])
    func isTold(text: String, type: MediaType) {
        #expect(MediaType(head: Array(text.utf8)) == type)
    }

    @Test(
        "is told of binary kinds too",
        arguments: [
            ([0x50, 0x4B, 3, 4], .zip), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .oldOffice),
            ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg), ([0x49, 0x49, 0x2A, 0], .tiff), ([0x4D, 0x4D, 0, 0x2A], .tiff),
            ([0x4D, 0x5A, 0x90, 0], .executable), ([0x7F, 0x45, 0x4C, 0x46], .executable),
            ([0x52, 0x61, 0x72, 0x21, 0x1A, 7], .rar), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
            ([0xFF, 0xFE, 0x3C, 0, 0x68, 0, 0x74, 0, 0x6D, 0, 0x6C, 0], .html), ([], .text),
        ] as [([UInt8], MediaType)])
    func isToldOfBinaries(head: [UInt8], type: MediaType) {
        #expect(MediaType(head: head) == type)
    }
}
