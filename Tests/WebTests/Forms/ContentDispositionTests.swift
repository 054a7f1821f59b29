import Foundation
import Hummingbird
import Testing

@testable import Web

@Suite("The name under which a file is offered")
struct ContentDispositionTests {
    @Test func isReadableEverywhere() {
        #expect(
            ContentDisposition.attachment.value(name: "Quyết định số 15.pdf")
                == "attachment; filename=\"Quyet dinh so 15.pdf\"; filename*=UTF-8''"
                + "Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%2015.pdf")
        #expect(ContentDisposition.inline.value(name: "a.pdf") == "inline; filename=\"a.pdf\"; filename*=UTF-8''a.pdf")
        #expect(ContentDisposition.inline.value(name: " ") == "inline; filename=\"file\"; filename*=UTF-8''file")
    }

    @Test func hasNoPathAndTurnsNothingAround() {
        let value = ContentDisposition.attachment.value(name: "../../etc/\u{202e}fdp.exe")
        #expect(value == "attachment; filename=\".._.._etc_fdp.exe\"; filename*=UTF-8''.._.._etc_fdp.exe")
    }

    /// Strings that have broken other programs.
    @Test func isSafeInAHeaderWhateverTheFileIsCalled() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/testdata/naughty-strings.base64.json").standardizedFileURL
        guard let data = try? Data(contentsOf: file) else {
            print("skipped: there is no \(file.lastPathComponent) beside the repository")
            return
        }
        let names = try JSONDecoder().decode([String].self, from: data)
            .compactMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) }
        #expect(names.count > 500)
        for name in names {
            let value = ContentDisposition.attachment.value(name: name)
            #expect(value.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(name)")
            let parsed = try #require(HeaderValue(value), "\(name)")
            #expect(parsed.word == "attachment" && parsed.parameters.count == 2, "\(name)")
            #expect(parsed.parameters["filename"]?.contains { "\"\\/".contains($0) } == false, "\(name)")
            #expect(FileName.named(in: parsed)?.isEmpty == false, "\(name)")
        }
    }

    /// What a browser does with a file, by what its bytes are.
    @Test func letsNothingActAsAPageOfOurs() {
        for type in ["text/html", "image/svg+xml", "application/xml", "text/plain", "application/octet-stream"] {
            let manner = Manner(of: type, save: false)
            #expect(manner.disposition == .attachment, "\(type)")
            #expect(manner.headers[.contentSecurityPolicy]?.hasPrefix("sandbox;") == true, "\(type)")
        }
        for type in ["application/pdf", "image/png", "image/jpeg"] {
            #expect(Manner(of: type, save: false).disposition == .inline, "\(type)")
            #expect(Manner(of: type, save: true).disposition == .attachment, "\(type)")
            #expect(
                Manner(of: type, save: false).headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        }
    }
}
