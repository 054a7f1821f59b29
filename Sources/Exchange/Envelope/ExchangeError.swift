public import XMLStream

/// Why an envelope was refused, and where.
public struct ExchangeError: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case doctype
        case limit(Limit)
        case malformed(String)
        case encoding
        /// The bytes of an attachment are not base64.
        case base64(attachment: Int)
        case attachmentEmpty(attachment: Int)
        /// Elements stand where they cannot, or twice.
        case schema(String)
        /// The manifest lists a file that is not there.
        case manifest(contentID: String)
        /// A code that looks like an agency's but is none.
        case organID
        /// None of the recipients is this agency.
        case recipient
        /// A date that is none.
        case date
        /// A number or symbol that cannot be one.
        case code
        /// A file of a kind that is not accepted.
        case type(attachment: Int, MediaType)
        case missing(element: String)
        /// A field of an envelope that is to be written cannot be sent as it is.
        case field(String, Fault)
        /// The description of an envelope in JSON is none; it says what is wrong, and where.
        case description(String)
        /// The signature is wrong.
        case signature(SignatureFault)
        /// The certificates that the administrator trusts cannot be read.
        case trustedRoots
        /// The agency's own key or certificate cannot be used.
        case signingKey(SigningKeyFault)
        /// The envelope could not be read from its file, or an attachment not be written: nothing is wrong with it.
        case storage(String)
        /// It could not be carried to or from another agency.
        case transport(TransportFault)
    }

    /// What there is too much of.
    public enum Limit: Sendable, Hashable {
        case xml(XMLError.Limit)
        case recipients, attachments, attachmentBytes, totalAttachmentBytes, unpackRatio
    }

    /// What is wrong with a field that is to be written.
    public enum Fault: Sendable, Hashable {
        /// Every receiver needs it.
        case missing
        /// Longer than receivers can keep, both in characters.
        case tooLong(most: Int, length: Int)
        /// It holds a character that XML cannot.
        case character(Unicode.Scalar)
        /// It is none of the values that receivers know.
        case value
        /// It is there twice, or more often than once.
        case repeated
    }

    /// Where in the envelope; what is not known is left out.
    public struct Place: Sendable, Hashable {
        public var line: Int?
        public var column: Int?
        /// The elements from the root down, such as `edXML/edXMLEnvelope/edXMLHeader`.
        public var path: String?

        public init(line: Int? = nil, column: Int? = nil, path: String? = nil) {
            self.line = line
            self.column = column
            self.path = path
        }
    }

    public let kind: Kind
    public let place: Place

    public init(_ kind: Kind, at place: Place = Place()) {
        self.kind = kind
        self.place = place
    }

    /// One word for the kind, the same for good: for statistics and for other programs.
    public var verdict: String {
        switch kind {
        case .doctype: "dtd"
        case .limit: "limit"
        case .malformed: "malformed"
        case .encoding: "encoding"
        case .base64: "base64"
        case .attachmentEmpty: "attachment-empty"
        case .schema: "schema"
        case .manifest: "manifest"
        case .organID: "organ-id"
        case .recipient: "recipient"
        case .date: "date"
        case .code: "code"
        case .type: "type"
        case .missing: "missing"
        case .field: "field"
        case .description: "description"
        case .signature(let fault): fault.rawValue
        case .trustedRoots: "trusted-roots"
        case .signingKey: "signing-key"
        case .storage: "storage"
        case .transport(let fault): fault.verdict
        }
    }
}
