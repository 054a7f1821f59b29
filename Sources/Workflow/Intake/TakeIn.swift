import Exchange
import Postgres
import Records

extension Workflow {
    /// Takes in an envelope or a scan (tiếp nhận): it is read, its attachments are stored, and it waits for registration.
    ///
    /// An envelope that cannot be read is kept byte for byte among the faulty ones, with what is wrong and where; of a
    /// file that is too large, its beginning.
    public func takeIn(_ file: ReceivedFile, by caller: Caller, key: IdempotencyKey? = nil) async throws -> IntakeView {
        let attempt = AuditEvent(.intakeReceived, on: .intake(0))
        let agency = try await agencyCode(of: caller)
        let arrived = try await read(
            file, for: agency, allowed: AccessRule.allow(.takeIn, to: caller.officer.roles))
        let id: Int = try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.takeIn, of: caller.officer.roles)
            let id = try transaction.keep(arrived, as: file, by: caller.officer)
            let action: AuditEvent.Action = arrived.fault == nil ? .intakeReceived : .intakeFaulty
            return Audited(
                id,
                AuditEvent(
                    action, on: .intake(id),
                    detail: [
                        "bytes": "\(file.size)", "attachments": "\(arrived.attachments.count)",
                        "fault": arrived.fault?.code ?? "",
                    ]))
        }
        do {
            return try await intake(id, by: caller)
        } catch  where Self.isUnavailable(error) {
            // It is in, and only cannot be shown: nobody may be told that nothing was saved.
            throw WorkflowError.outcomeUnknown
        }
    }

    /// Reads what arrived; nothing is read for someone who may not take it in.
    private func read(_ file: ReceivedFile, for agency: String, allowed: Bool) async throws -> Arrived {
        guard allowed else { return Arrived(kind: .scan) }
        if file.isCut { return Arrived(cut: file, limit: configuration.largestFile) }
        // Some hundred megabytes take seconds: beside the reports, not where documents are served.
        if file.isEnvelope { return try await reports.onPool { try readEnvelope(file, for: agency) } }
        var arrived = Arrived(kind: .scan)
        arrived.attachments = [file]
        guard file.isPDF else { return arrived }
        let path = store.path(of: file.digest)
        if let text = await PDFText.read(path) {
            (arrived.reading.details, arrived.reading.proposed) = LayoutReader.read(text)
            try await spellSender(in: &arrived.reading)
        }
        if let pages = await PDFText.pages(path) {
            arrived.reading.details.pages = pages
            arrived.reading.proposed.insert("pages")
        }
        return arrived
    }

    /// Writes a sender that the directory knows as the directory does: paper has its name in capitals.
    private func spellSender(in reading: inout Intake.Reading) async throws {
        let name = reading.details.senderName
        let known = try await database.row(
            "SELECT name, code FROM agency WHERE lower(name) = lower(\(name)) ORDER BY id LIMIT 1"
        ) { (name: try $0["name"] as String, code: try $0["code"] as String) }
        guard let known else { return }
        reading.details.senderName = known.name
        reading.details.senderCode = known.code
        reading.proposed.insert("senderCode")
    }

    private func agencyCode(of caller: Caller) async throws -> String {
        try await database.row("SELECT code FROM agency WHERE id = \(caller.officer.agency)") {
            try $0["code"] as String
        } ?? ""
    }
}

extension ReceivedFile {
    /// Whether it is meant to be an envelope, by its name or its bytes.
    var isEnvelope: Bool {
        let name = name.lowercased()
        return name.hasSuffix(".edxml") || name.hasSuffix(".xml") || mediaType == MediaType.xml.rawValue
    }
}
