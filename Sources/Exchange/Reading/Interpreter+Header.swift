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
        let other = header.first("OtherInfo")
        return Envelope(
            kind: .new, from: from, to: to, documentID: documentID, codeNumber: number,
            codeNotation: notation.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 },
            promulgationPlace: info?.text("Place"), promulgatedOn: try promulgationDay(info),
            documentType: documentType(header), subject: header.text("Subject"), content: header.text("Content"),
            signer: signer(header), dueOn: day(header, "DueDate", in: "MessageHeader"),
            priority: self.number(other, "Priority", in: 0...4, at: "OtherInfo"),
            pageAmount: self.number(other, "PageAmount", at: "OtherInfo"),
            promulgationAmount: self.number(other, "PromulgationAmount", at: "OtherInfo"),
            sphere: other?.text("SphereOfPromulgation"), typistNotation: other?.text("TyperNotation"),
            appendixes: texts(other?.first("Appendixes"), "Appendix"),
            isDirective: flag(other, "Direction", at: "OtherInfo"), replyFors: other?.text("ReplyFors"),
            referenceCodes: other?.text("ReferenceCodes"), responseFor: responses(header),
            steeringType: self.number(header, "SteeringType", at: "MessageHeader"),
            taskCodes: header.all("ResponseForTask").flatMap { texts($0, "TaskCode") },
            applicationType: header.text("ApplicationType"), toPlaces: texts(header.first("ToPlaces"), "Place"),
            trace: [], business: nil, status: try status(header), hasSignature: false, attachments: [], warnings: [])
    }

    private mutating func sender(_ header: Node) throws(ExchangeError) -> Envelope.Organization {
        guard let outer = header.first("From") else {
            throw ExchangeError(.missing(element: "From"), at: .init(line: header.line, path: header.name))
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
        return Envelope.Organization(
            organID: organID, inCharge: node.text("OrganizationInCharge"), name: node.text("OrganName"),
            address: node.text("OrganAdd"), email: node.text("Email"), telephone: node.text("Telephone"),
            fax: node.text("Fax"), website: node.text("Website"))
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
                organID: node.text("OrganId"), code: node.text("Code"), documentID: node.text("DocumentId"),
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
        return Envelope.Status(
            code: number < 10 ? "0\(number)" : String(number), description: header.text("Description"),
            at: instant(header, "Timestamp", in: "MessageHeader"), staff: staff(header))
    }
}
