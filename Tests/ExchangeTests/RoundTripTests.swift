import Exchange
import Foundation
import Testing

@Suite("An envelope that is written and read again")
struct RoundTripTests {
    /// Without what is bound to differ: where the files lie, how they travel, who signed.
    func essence(_ envelope: Envelope) throws -> Envelope {
        var envelope = envelope
        envelope.warnings = []
        envelope.hasSignature = false
        for index in envelope.attachments.indices {
            let file = envelope.attachments[index].file
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            envelope.attachments[index].file = bytes.base64EncodedString()
            envelope.attachments[index].size = Int64(bytes.count)
            envelope.attachments[index].contentID = nil
            envelope.attachments[index].declaredType = nil
            envelope.attachments[index].format = nil
            envelope.attachments[index].mediaType = .unknown
            envelope.attachments[index].wasZipped = false
        }
        return envelope
    }

    func expectRoundTrip(_ envelope: Envelope, _ rules: EnvelopeWriter.Rules, _ folder: TestFolder) throws {
        let path = folder.path + "/written.edxml"
        try EnvelopeWriter(rules: rules).write(envelope, to: path)
        let other = TestFolder()
        let again = try EnvelopeReader().read(file: path, attachmentsInto: other.path)
        #expect(try essence(again) == essence(envelope))
        // What can be said of files alone was as true before.
        let unusual = again.warnings.filter {
            if case .typeDiffers = $0 { return false }
            return true
        }
        if rules == .sending { #expect(unusual == [], "\(path)") }

        let peer = try PeerReader(path)
        let files = try peer.files
        #expect(files.map(\.name) == envelope.attachments.map(\.name))
        for (file, attachment) in zip(files, envelope.attachments) {
            #expect(try Data(file.bytes) == Data(contentsOf: URL(fileURLWithPath: attachment.file)), "\(file.name)")
        }
        let listed = peer.texts(
            "edXML:edXMLEnvelope/edXML:edXMLBody/edXML:edXMLManifest/edXML:Reference/edXML:ContentId")
        #expect(listed == files.map(\.id) && listed.allSatisfy { $0.hasPrefix("cid:") })
        #expect(Set(listed).count == listed.count)
    }

    @Test("is the same, whatever it holds", arguments: 1...40)
    func random(seed: Int) throws {
        let folder = TestFolder()
        var envelopes = RandomEnvelope(seed: seed, folder: folder)
        for _ in 0..<3 { try expectRoundTrip(envelopes.next(), .sending, folder) }
    }

    @Test(
        "is the same if it came from the national exchange", .enabled(if: TestData.isPresent),
        arguments: TestData.files(in: "envelopes"))
    func samples(name: String) throws {
        let folder = TestFolder()
        let envelope = try EnvelopeReader().read(file: TestData.path("envelopes/" + name), attachmentsInto: folder.path)
        try expectRoundTrip(envelope, .copying, folder)
    }

    @Test(
        "is the same if a hostile one was accepted", .enabled(if: TestData.isPresent),
        arguments: ["hdr", "name", "enc", "mime", "b64"])
    func hostile(kind: String) throws {
        for name in TestData.files(in: "hostile-envelopes/" + kind) {
            let folder = TestFolder()
            let path = TestData.path("hostile-envelopes/\(kind)/\(name)")
            guard let envelope = try? EnvelopeReader().read(file: path, attachmentsInto: folder.path) else { continue }
            try expectRoundTrip(envelope, .copying, folder)
        }
    }
}
