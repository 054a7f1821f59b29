extension Interpreter {
    mutating func trace(_ list: Node) -> [Envelope.Trace] {
        var result: [Envelope.Trace] = []
        for node in list.all("TraceHeader") {
            // Gateways have written the word "null" for a node without a code.
            let organID = node.text("OrganId").flatMap { $0 == "null" ? nil : $0 }
            if let organID, !organID.isUsualOrganID { warn(.unusualOrganID(path: "TraceHeader/OrganId")) }
            let trace = Envelope.Trace(organID: organID, at: instant(node, "Timestamp", in: "TraceHeader"))
            if trace.organID != nil || trace.at != nil { result.append(trace) }
        }
        return result
    }

    mutating func business(_ list: Node) -> Envelope.Business? {
        // The standard's software spells it with three s; others may not.
        guard let node = list.first("Bussiness") ?? list.first("Business") else { return nil }
        var changes: [Envelope.Change] = []
        for info in node.all("BussinessDocumentInfo") {
            let change = change(info)
            if change != Envelope.Change() { changes.append(change) }
        }
        var business = Envelope.Business(type: type(node), reason: node.text("BussinessDocReason"))
        business.documentID = line(node, "DocumentId", in: "Bussiness")
        business.changes = changes
        business.paper = flag(node, "Paper", at: "Bussiness") ?? flag(list, "Paper", at: "TraceHeaderList")
        business.changes = changes
        for info in node.first("ReplacementInfoList")?.all("ReplacementInfo") ?? [] {
            if let replacement = replacement(info) { business.replacements.append(replacement) }
        }
        business.staff = staff(node)
        return business == Envelope.Business() ? nil : business
    }

    /// A type that cannot be read is not taken for a missing one, which means "new".
    private func type(_ node: Node) -> Int? {
        node.text("BussinessDocType").map { Int($0) ?? -1 }
    }

    private mutating func change(_ node: Node) -> Envelope.Change {
        var change = Envelope.Change()
        change.documentChanged = flag(node, "DocumentInfo", at: "BussinessDocumentInfo")
        change.receiversChanged = flag(node, "DocumentReceiver", at: "BussinessDocumentInfo")
        for receiver in node.first("ReceiverList")?.all("Receiver") ?? [] {
            guard let organID = line(receiver, "OrganId", in: "Receiver") else {
                warn(.missing(path: "Receiver/OrganId"))
                continue
            }
            let isAdded = flag(receiver, "ReceiverType", at: "Receiver")
            change.receivers.append(Envelope.Receiver(organID: organID, isAdded: isAdded))
        }
        return change
    }

    private mutating func replacement(_ node: Node) -> Envelope.Replacement? {
        guard let documentID = line(node, "DocumentId", in: "ReplacementInfo") else {
            warn(.missing(path: "ReplacementInfo/DocumentId"))
            return nil
        }
        return Envelope.Replacement(documentID: documentID, organIDs: texts(node.first("OrganIdList"), "OrganId"))
    }

    func staff(_ parent: Node) -> [Envelope.Staff] {
        parent.all("StaffInfo").compactMap { node in
            var staff = Envelope.Staff()
            staff.department = node.text("Department")
            staff.departmentID = node.text("DepartmentId")
            staff.name = node.text("Staff")
            staff.staffID = node.text("StaffId")
            staff.email = node.text("Email")
            staff.mobile = node.text("Mobile")
            return staff == Envelope.Staff() ? nil : staff
        }
    }
}
