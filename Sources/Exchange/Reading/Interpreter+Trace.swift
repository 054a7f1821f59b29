extension Interpreter {
    mutating func trace(_ list: Node) -> [Envelope.Trace] {
        var result: [Envelope.Trace] = []
        for node in list.all("TraceHeader") {
            // Gateways have written the word "null" for a node without a code.
            let organID = node.text("OrganId").flatMap { $0 == "null" ? nil : $0 }
            if let organID, !organID.isUsualOrganID { warn(.unusualOrganID(path: "TraceHeader/OrganId")) }
            result.append(Envelope.Trace(organID: organID, at: instant(node, "Timestamp", in: "TraceHeader")))
        }
        return result
    }

    mutating func business(_ list: Node) -> Envelope.Business? {
        // The standard's software spells it with three s; others may not.
        guard let node = list.first("Bussiness") ?? list.first("Business") else { return nil }
        var changes: [Envelope.Change] = []
        for info in node.all("BussinessDocumentInfo") { changes.append(change(info)) }
        let replacements = node.first("ReplacementInfoList")?.all("ReplacementInfo") ?? []
        let paper = flag(node, "Paper", at: "Bussiness")
        return Envelope.Business(
            documentID: node.text("DocumentId"), type: type(node), reason: node.text("BussinessDocReason"),
            paper: paper ?? flag(list, "Paper", at: "TraceHeaderList"), changes: changes,
            replacements: replacements.compactMap(replacement), staff: staff(node))
    }

    /// A type that cannot be read is not taken for a missing one, which means "new".
    private func type(_ node: Node) -> Int? {
        node.text("BussinessDocType").map { Int($0) ?? -1 }
    }

    private mutating func change(_ node: Node) -> Envelope.Change {
        let receivers = node.first("ReceiverList")?.all("Receiver") ?? []
        return Envelope.Change(
            documentChanged: flag(node, "DocumentInfo", at: "BussinessDocumentInfo"),
            receiversChanged: flag(node, "DocumentReceiver", at: "BussinessDocumentInfo"),
            receivers: receivers.compactMap { receiver in
                receiver.text("OrganId").map {
                    Envelope.Receiver(organID: $0, isAdded: receiver.text("ReceiverType") == "1")
                }
            })
    }

    private func replacement(_ node: Node) -> Envelope.Replacement? {
        node.text("DocumentId").map {
            Envelope.Replacement(documentID: $0, organIDs: texts(node.first("OrganIdList"), "OrganId"))
        }
    }

    func staff(_ parent: Node) -> [Envelope.Staff] {
        parent.all("StaffInfo").map { node in
            Envelope.Staff(
                department: node.text("Department"), departmentID: node.text("DepartmentId"), name: node.text("Staff"),
                staffID: node.text("StaffId"), email: node.text("Email"), mobile: node.text("Mobile"))
        }
    }
}
