import Foundation
import Postgres
public import Records

/// An agency that a draft or a group names.
public struct ChosenAgency: Sendable {
    public let code: String
    /// As the directory calls it; nothing where it does not know it.
    public let name: String
    public let parentName: String
    /// What stands in the way of sending to it.
    public let fault: FieldRule?
}

/// What a list of recipients came to.
public struct ReadRecipients: Sendable {
    /// Codes of agencies, each in the directory.
    public var agencies: [String] = []
    /// Who is written to by post.
    public var post: [OutgoingAddress] = []
    /// Every line that cannot be taken; where there is one, nothing is.
    public var faults: [RecipientList.Fault] = []
}

extension Workflow {
    /// What the directory says of agencies that are being chosen, in their order.
    public func agencies(chosen codes: [String], by caller: Caller) async throws -> [ChosenAgency] {
        guard !codes.isEmpty else { return [] }
        let (agency, rules) = (caller.officer.agency, configuration.exchange)
        return try await glance(by: caller) { transaction in
            try transaction.judge(codes, of: agency, rules).map { one in
                ChosenAgency(
                    code: one.correspondent?.code ?? one.code, name: one.correspondent?.name ?? "",
                    parentName: one.correspondent?.parentName ?? "", fault: one.fault)
            }
        }
    }

    /// Reads a list of recipients that somebody uploaded (danh sách nơi nhận, tệp CSV); all of it is right, or none is taken.
    ///
    /// `takingPost` says whether a row without a code is somebody to write to by post.
    ///
    /// - Throws: ``WorkflowError/fileRefused(_:)`` where the file is too large to be such a list.
    public func recipients(
        listedIn file: ReceivedFile, takingPost: Bool, by caller: Caller
    ) async throws -> ReadRecipients {
        try AccessRule.require(.draft, of: caller.officer.roles)
        guard file.size <= RecipientList.largest else {
            throw WorkflowError.fileRefused(
                Phrase(
                    "Danh sách nơi nhận lớn quá \(RecipientList.largest >> 20) MB.",
                    "The list of recipients is larger than \(RecipientList.largest >> 20) MB."))
        }
        let bytes = try Data(contentsOf: URL(filePath: store.path(of: file.digest)))
        let list = RecipientList(csv: Array(bytes), takingPost: takingPost)
        var read = ReadRecipients(faults: list.faults)
        let codes = list.lines.compactMap { line in
            if case .agency(let code) = line.address { (line: line.line, code: code) } else { nil }
        }
        let chosen = try await agencies(chosen: codes.map(\.code), by: caller)
        for (place, one) in zip(codes, chosen) {
            if let fault = one.fault {
                read.faults.append(RecipientList.Fault(line: place.line, .field(fault)))
            } else {
                read.agencies.append(one.code)
            }
        }
        read.faults.sort { $0.line < $1.line }
        if read.faults.isEmpty {
            read.post = list.lines.map(\.address).filter { if case .post = $0 { true } else { false } }
        } else {
            read.agencies = []
        }
        return read
    }
}
