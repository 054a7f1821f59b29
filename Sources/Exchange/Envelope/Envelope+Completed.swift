public import Foundation

extension Envelope {
    /// The envelope with what every envelope of ours says, where it says nothing of it yet.
    ///
    /// That is: an identifier, what the envelope does and the standard's words for it, this agency as the first node, the
    /// numbers that most peers expect beside the type's name, and the time.
    public func completed(at now: Date) -> Envelope {
        var envelope = self
        guard kind != .status else {
            if envelope.status?.at == nil { envelope.status?.at = now }
            return envelope
        }
        if documentID == nil { envelope.documentID = UUID().uuidString.lowercased() }
        if documentType.name != nil, documentType.type == nil {
            envelope.documentType = DocumentType(name: documentType.name)
        }
        var business = business ?? Business()
        let (type, reason): (Int, String) =
            switch kind {
            case .new, .status: (0, "Văn bản điện tử mới")
            case .recall: (1, "Thu hồi văn bản điện tử")
            case .update: (2, "Cập nhật văn bản điện tử")
            case .replace: (3, "Thay thế văn bản điện tử")
            }
        business.type = business.type ?? type
        business.reason = business.reason ?? reason
        envelope.business = business
        if trace.isEmpty { envelope.trace = [Trace(organID: from.organID, at: now)] }
        return envelope
    }
}
