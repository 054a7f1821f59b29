/// What is added to a draft before anybody signs it: where number, date and signatures go (NĐ 30/2020, Phụ lục I).
///
/// Whatever has no place of its own is put where the words of the paper say: the number behind “Số:”, the date into its
/// line, a signature above the signer's name, the seal over a third of it.
public struct PaperLayout: Sendable, Hashable, Codable {
    /// Who signs the document itself, in the order of signing (người có thẩm quyền ký).
    public struct Signer: Sendable, Hashable, Codable {
        /// The name of the field in the file.
        public var field: String
        /// The name as it is printed below the signature.
        public var name: String
        /// The file of the picture of the signature, where it is known: the field gets its shape.
        public var image: String?
        public var box: PaperPlace?

        public init(field: String, name: String, image: String? = nil, box: PaperPlace? = nil) {
            self.field = field
            self.name = name
            self.image = image
            self.box = box
        }
    }

    /// Who answers for a part before the document is signed (ký nháy, ký tắt).
    public struct Initial: Sendable, Hashable, Codable {
        public enum Part: String, Sendable, Codable, CaseIterable {
            /// Behind the end of the text.
            case content
            /// Behind the last line of the recipients.
            case format
        }

        public var field: String
        public var part: Part
        public var box: PaperPlace?

        public init(field: String, for part: Part, box: PaperPlace? = nil) {
            self.field = field
            self.part = part
            self.box = box
        }

        private enum CodingKeys: String, CodingKey {
            case field, box
            case part = "for"
        }
    }

    /// The agency's seal (dấu của cơ quan).
    public struct Seal: Sendable, Hashable, Codable {
        public var field: String
        /// The seal's real size.
        public var millimetres: Double
        public var box: PaperPlace?

        public init(field: String = "coquan", millimetres: Double = 36, box: PaperPlace? = nil) {
            self.field = field
            self.millimetres = millimetres
            self.box = box
        }
    }

    /// Whether number and date are filled in later.
    public var number: Bool
    public var signers: [Signer]
    public var initials: [Initial]
    public var seal: Seal?
    /// What a QR code in the margin leads to; none is drawn without.
    public var link: String?

    /// The name of the QR code's place among those of the fields.
    public static let linkPlace = "qr"

    public init(number: Bool = true, signers: [Signer], initials: [Initial] = [], seal: Seal? = Seal()) {
        self.number = number
        self.signers = signers
        self.initials = initials
        self.seal = seal
    }
}
