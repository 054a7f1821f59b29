import Foundation

/// What a request between two offices says of the envelope that it brings: `PATCH` adds bytes, `HEAD` asks how many are there.
///
/// The path is `/exchange/parcels/SHA256`: whoever sends the same bytes again sends them to the same place.
public struct UploadHead: Sendable, Hashable {
    public static let path = "/exchange/parcels/"
    static let mediaType = "application/partial-upload"
    /// The fields that are signed, with and without a body; in this order.
    public static let signedWithBody =
        [
            "content-digest", "content-length", "content-type", "upload-complete", "upload-length", "upload-offset",
        ] + signedWithoutBody
    public static let signedWithoutBody = ["parcel-recipient", "parcel-sender", "parcel-id", "parcel-kind"]

    /// SHA-256 of the whole envelope.
    public let digest: [UInt8]
    public let sender: String
    public let recipient: String
    /// The sender's id of the parcel.
    public let id: String
    public let kind: ParcelKind

    init(_ parcel: OutgoingParcel, to recipient: String) {
        digest = parcel.digest
        sender = parcel.sender
        self.recipient = recipient
        id = parcel.id
        kind = parcel.kind
    }

    /// Reads the path and fields of a request.
    ///
    /// - Throws: ``ExchangeError`` where anything is missing, twice, or cannot be what it should.
    public init(path: String, _ headers: [(name: String, value: String)]) throws(ExchangeError) {
        guard let place = path.range(of: Self.path)?.upperBound, let digest = Hexadecimal.digest(path[place...]),
            path.hasSuffix(Hexadecimal.text(digest))
        else { throw ExchangeError(.transport(.badParcel)) }
        self.digest = digest
        sender = try RequestSignature.single("parcel-sender", headers)
        recipient = try RequestSignature.single("parcel-recipient", headers)
        id = try RequestSignature.single("parcel-id", headers)
        guard sender.isAgencyCode, recipient.isAgencyCode else { throw ExchangeError(.organID) }
        guard SpoolName.isID(id), let kind = ParcelKind(rawValue: try RequestSignature.single("parcel-kind", headers))
        else { throw ExchangeError(.transport(.badParcel)) }
        self.kind = kind
    }

    var fields: [(name: String, value: String)] {
        [
            ("parcel-recipient", recipient), ("parcel-sender", sender), ("parcel-id", id),
            ("parcel-kind", kind.rawValue),
        ]
    }
}
