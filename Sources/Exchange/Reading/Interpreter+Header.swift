import Records

extension Interpreter {
    mutating func header(_ header: Node) throws(ExchangeError) -> Envelope {
        let from = try sender(header)
        let to = try recipients(header)
        let code = header.first("Code")
        let number = try self.code(code, "CodeNumber", most: 32, in: "MessageHeader/Code")
        let notation = try self.code(code, "CodeNotation", most: 100, in: "MessageHeader/Code")
        let documentID = try self.code(header, "DocumentId", most: 400, in: "MessageHeader")
        let info = header.first("PromulgationInfo")
        var envelope = Envelope(.new, from: from)
        envelope.to = to
        envelope.documentID = documentID
        envelope.codeNumber = number
        envelope.codeNotation = notation.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
        envelope.promulgationPlace = info?.text("Place")
        envelope.promulgatedOn = try promulgationDay(info)
        envelope.documentType = documentType(header)
        envelope.subject = header.text("Subject")
        envelope.content = header.text("Content")
        envelope.signer = signer(header)
        envelope.dueOn = day(header, "DueDate", in: "MessageHeader")
        if let other = header.first("OtherInfo") { otherInfo(other, &envelope) }
        envelope.responseFor = responses(header)
        envelope.steeringType = self.number(header, "SteeringType", at: "MessageHeader")
        envelope.taskCodes = header.all("ResponseForTask").flatMap { texts($0, "TaskCode") }
        envelope.applicationType = header.text("ApplicationType")
        envelope.toPlaces = texts(header.first("ToPlaces"), "Place")
        envelope.status = try status(header)
        return envelope
    }

    private mutating func otherInfo(_ node: Node, _ envelope: inout Envelope) {
        envelope.priority = number(node, "Priority", in: 0...4, at: "OtherInfo")
        envelope.pageAmount = number(node, "PageAmount", at: "OtherInfo")
        envelope.promulgationAmount = number(node, "PromulgationAmount", at: "OtherInfo")
        envelope.sphere = node.text("SphereOfPromulgation")
        envelope.typistNotation = node.text("TyperNotation")
        envelope.appendixes = texts(node.first("Appendixes"), "Appendix")
        envelope.isDirective = flag(node, "Direction", at: "OtherInfo")
        envelope.replyFors = node.text("ReplyFors")
        envelope.referenceCodes = node.text("ReferenceCodes")
    }

    private mutating func sender(_ header: Node) throws(ExchangeError) -> Envelope.Organization {
        guard let outer = header.first("From") else {
            throw ExchangeError(.missing(element: "From"), at: .init(line: header.line, path: header.name))
        }
        // The first one for us is the last one for another reader: whoever writes two means to deceive one of them.
        guard header.all("From").count == 1 else {
            throw ExchangeError(.schema("a second “From”"), at: .init(line: outer.line, path: "MessageHeader/From"))
        }
        // Some samples say <From><From>.
        let node = outer.first("OrganId") == nil ? outer.first("From") ?? outer : outer
        guard let from = try organization(node, "MessageHeader/From") else {
            throw ExchangeError(
                .missing(element: "From/OrganId"), at: .init(line: outer.line, path: "MessageHeader/From"))
        }
        return from
    }

    private mutating func recipients(_ header: Node) throws(ExchangeError) -> [Envelope.Organization] {
        var result: [Envelope.Organization] = []
        for node in header.all("To") {
            if let organization = try organization(node, "MessageHeader/To") {
                result.append(organization)
            } else {
                warn(.missing(path: "MessageHeader/To/OrganId"))
            }
        }
        return result
    }

    private mutating func organization(_ node: Node, _ path: String) throws(ExchangeError) -> Envelope.Organization? {
        guard let organID = node.text("OrganId") else { return nil }
        guard organID.canBeOrganID else {
            throw ExchangeError(.organID, at: .init(line: node.first("OrganId")?.line, path: path + "/OrganId"))
        }
        if !organID.isUsualOrganID { warn(.unusualOrganID(path: path + "/OrganId")) }
        var organization = Envelope.Organization(organID: organID, name: node.text("OrganName"))
        organization.inCharge = node.text("OrganizationInCharge")
        organization.address = node.text("OrganAdd")
        organization.email = node.text("Email")
        organization.telephone = node.text("Telephone")
        organization.fax = node.text("Fax")
        organization.website = node.text("Website")
        return organization
    }

    /// A number, symbol or identifier: it goes into registers, logs and mail, so it is one line of sensible length.
    private func code(_ node: Node?, _ name: String, most: Int, in path: String) throws(ExchangeError) -> String? {
        guard let text = node?.text(name) else { return nil }
        guard text.unicodeScalars.count <= most, !text.hasControlCharacters else {
            throw ExchangeError(.code, at: .init(line: node?.first(name)?.line, path: path + "/" + name))
        }
        return text
    }

    private func promulgationDay(_ info: Node?) throws(ExchangeError) -> Day? {
        guard let text = info?.text("PromulgationDate") else { return nil }
        guard let day = WrittenTime.day(text) else {
            let line = info?.first("PromulgationDate")?.line
            throw ExchangeError(.date, at: .init(line: line, path: "MessageHeader/PromulgationInfo/PromulgationDate"))
        }
        return day
    }

    private mutating func documentType(_ header: Node) -> Envelope.DocumentType {
        let node = header.first("DocumentType")
        return Envelope.DocumentType(
            type: number(node, "Type", at: "DocumentType"), detail: number(node, "TypeDetail", at: "DocumentType"),
            name: node?.text("TypeName"))
    }

    private func signer(_ header: Node) -> Envelope.Signer? {
        guard let node = header.first("SignerInfo") else { return nil }
        let signer = Envelope.Signer(
            competence: node.text("Competence"), position: node.text("Position"), fullName: node.text("FullName"))
        return signer == Envelope.Signer() ? nil : signer
    }

    private mutating func responses(_ header: Node) -> [Envelope.RelatedDocument] {
        var result: [Envelope.RelatedDocument] = []
        for node in header.all("ResponseFor") {
            let document = Envelope.RelatedDocument(
                organID: line(node, "OrganId", in: "ResponseFor"), code: line(node, "Code", in: "ResponseFor"),
                documentID: line(node, "DocumentId", in: "ResponseFor"),
                promulgatedOn: day(node, "PromulgationDate", in: "ResponseFor"))
            // Senders leave empty elements behind.
            if document != Envelope.RelatedDocument() { result.append(document) }
        }
        return result
    }

    private mutating func status(_ header: Node) throws(ExchangeError) -> Envelope.Status? {
        guard let node = header.first("StatusCode") else { return nil }
        guard let number = Int(node.text), (0...99).contains(number) else {
            throw ExchangeError(.code, at: .init(line: node.line, path: "MessageHeader/StatusCode"))
        }
        var status = Envelope.Status(
            code: number < 10 ? "0\(number)" : String(number), description: header.text("Description"),
            at: instant(header, "Timestamp", in: "MessageHeader"))
        status.staff = staff(header)
        return status
    }
}
