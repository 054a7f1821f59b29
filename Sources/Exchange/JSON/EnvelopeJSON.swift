public import Foundation
import XMLStream

/// Envelopes as JSON, without loss: for other programs, and for people with an editor.
///
/// Its keys are the names of ``Envelope``'s properties. What is not known is left out. Attachments lie beside it, in a
/// folder that the caller names; `file` is the name of one of its files.
public struct EnvelopeJSON: Sendable {
    /// The most bytes of JSON that are read.
    public static let mostBytes = 16 * 1024 * 1024

    public init() {}

    public func encode(_ envelope: Envelope) throws(ExchangeError) -> Data {
        var envelope = envelope
        for index in envelope.attachments.indices {
            envelope.attachments[index].file = (envelope.attachments[index].file as NSString).lastPathComponent
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { instant, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(WrittenTime.standard(instant))
        }
        do {
            return try encoder.encode(envelope) + Data("\n".utf8)
        } catch {
            throw ExchangeError(.description("\(type(of: error))"))
        }
    }

    /// Reads what `encode` wrote, or what a person did; keys that mean nothing are refused, for they are mistakes.
    ///
    /// - Throws: ``ExchangeError`` that names the key that is missing, unknown or cannot be read.
    public func decode(_ json: Data, filesIn folder: String) throws(ExchangeError) -> Envelope {
        guard json.count <= Self.mostBytes else { throw ExchangeError(.limit(.xml(.totalBytes))) }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let instant = WrittenTime.instant(text) else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no time"))
            }
            return instant
        }
        var envelope: Envelope
        do {
            envelope = try decoder.decode(Envelope.self, from: json)
        } catch let error as DecodingError {
            throw ExchangeError(.description(error.place))
        } catch {
            throw ExchangeError(.description("it is no JSON"))
        }
        if let key = UnknownKey.first(of: json, notIn: try encode(envelope)) {
            throw ExchangeError(.description("“\(key)” is not known"))
        }
        for index in envelope.attachments.indices {
            let name = envelope.attachments[index].file
            // A description from elsewhere must not make an envelope of this machine's files.
            guard !name.isEmpty, !name.contains("/"), !name.contains("\0"), name != ".", name != ".." else {
                throw ExchangeError(.description("“attachments.\(index).file” is no plain file name"))
            }
            envelope.attachments[index].file = folder + "/" + name
        }
        return envelope
    }
}

extension DecodingError {
    /// Which value is wrong, in a few words.
    fileprivate var place: String {
        func path(_ keys: [any CodingKey]) -> String {
            keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        return switch self {
        case .keyNotFound(let key, let context): "“\(path(context.codingPath + [key]))” is missing"
        case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is no JSON" : "“\(path(context.codingPath))” cannot be read"
        @unknown default: "it cannot be read"
        }
    }
}
