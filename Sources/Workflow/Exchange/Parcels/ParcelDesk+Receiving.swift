import Exchange
import Foundation
import Glibc
import Postgres
import Records

/// A part of an envelope while its bytes arrive; what arrived stays when the connection breaks.
public struct ParcelPart: ~Copyable {
    fileprivate let writer: PartWriter
    fileprivate let agency: Agency
    fileprivate let reception: ParcelReception

    /// Adds bytes; waits for the disk.
    ///
    /// - Throws: ``ParcelRefusal`` where there are more than the request said.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        do { try writer.write(bytes) } catch { throw ParcelRefusal.told(error, reception) }
    }
}

extension ParcelDesk {
    /// Says how much of an envelope is here; one that is whole is taken in first.
    public func standing(of parcel: Parcel, from origin: Origin) async throws -> Answer {
        let agency = try await agency(asking: parcel, from: origin)
        do {
            switch try reception.standing(of: parcel.head) {
            case .partial(let offset): return answer(offset)
            case .whole(let whole): return try await takeIn(whole, parcel, for: agency, from: origin)
            case .settled:
                if try await workflow.holds(parcel.head.digest, of: agency) { return answer(0, isComplete: true) }
                // The database went back to a time before it came: the sender still has it, and brings it again.
                try reception.forget(parcel.head)
                return answer(0)
            }
        } catch let error as ExchangeError {
            throw ParcelRefusal.told(error, reception)
        }
    }

    /// Begins to add the part that a request brings.
    ///
    /// - Throws: ``ParcelRefusal`` where it does not go on from what is here, or is too large.
    public func begin(_ parcel: Parcel, from origin: Origin) async throws -> ParcelPart {
        guard let part = parcel.part else { throw ParcelRefusal(.malformed, "no part") }
        let agency = try await agency(asking: parcel, from: origin)
        do {
            let writer = try reception.begin(part, of: parcel.head)
            return ParcelPart(writer: writer, agency: agency, reception: reception)
        } catch {
            throw ParcelRefusal.told(error, reception)
        }
    }

    /// Says that the body has ended; where it was the last of an envelope, that is taken in.
    public func finish(_ part: consuming ParcelPart, of parcel: Parcel, from origin: Origin) async throws -> Answer {
        let standing: ReceptionStanding
        let writer = part.writer
        do {
            // After the last part all of them are digested: beside the reports, not where documents are served.
            standing = try await workflow.reports.onPool { try writer.finish() }
        } catch let error as ExchangeError {
            throw ParcelRefusal.told(error, reception)
        }
        switch standing {
        case .partial(let offset): return answer(offset)
        case .whole(let whole): return try await takeIn(whole, parcel, for: part.agency, from: origin)
        case .settled: return answer(0, isComplete: true)
        }
    }

    /// Hands a whole envelope to the office; only when that has it for good, its bytes here go.
    private func takeIn(
        _ whole: FetchedParcel, _ parcel: Parcel, for agency: Agency, from origin: Origin
    ) async throws -> Answer {
        let file = try await workflow.deliveries.onPool { try workflow.keep(copyOf: whole, named: parcel.head.id) }
        _ = try await workflow.receiveEnvelope(
            Delivery(
                peer: parcel.peer, messageID: parcel.head.id, sender: parcel.partner.code, file: file,
                origin: origin.ofService),
            for: agency)
        try reception.settle(parcel.head)
        return answer(whole.size, isComplete: true)
    }

    /// The agency here that a parcel is for, after it is on record that somebody asks.
    private func agency(asking parcel: Parcel, from origin: Origin) async throws -> Agency {
        guard let agency = try await workflow.agency(withCode: parcel.partner.agency) else {
            throw ParcelRefusal(.malformed, "there is no agency with the code \(parcel.partner.agency)")
        }
        try await workflow.tally(asking: parcel.peer, of: agency, from: origin.ofService)
        return agency
    }

    private func answer(_ offset: Int64, isComplete: Bool = false) -> Answer {
        Answer(fields: reception.answer(offset: offset, isComplete: isComplete).fields, isComplete: isComplete)
    }
}

extension Origin {
    /// The same, of what the service does by itself when somebody asks.
    fileprivate var ofService: Origin { Origin(channel: .service, source: source, agent: agent, request: request) }
}

extension ParcelRefusal {
    /// What is told of an error; our own disk's is a fault.
    fileprivate static func told(_ error: ExchangeError, _ reception: ParcelReception) -> any Error {
        if let refusal = ParcelRefusal(error, reception) { return refusal }
        if case .storage(let why) = error.kind, why == String(cString: strerror(ENOSPC)) {
            return WorkflowError.diskFull
        }
        return error
    }
}

extension Workflow {
    /// Takes a second name of a file into the store; the first stays until the office has the envelope for good.
    fileprivate func keep(copyOf parcel: FetchedParcel, named id: String) throws -> ReceivedFile {
        let path = store.temporary()
        guard link(parcel.path, path) == 0 else { throw FileStore.failure() }
        defer { unlink(path) }
        try store.adopt(path, digest: parcel.digest)
        return ReceivedFile(
            digest: parcel.digest, size: Int(parcel.size), name: Attachment.displayName(id + ".edxml", number: 1),
            mediaType: MediaType.xml.rawValue)
    }

    /// Whether the database knows these bytes as an envelope or status that a peer brought.
    fileprivate func holds(_ digest: [UInt8], of agency: Agency) async throws -> Bool {
        try await glance(by: .service(in: agency.id)) { transaction in
            try transaction.row(
                """
                SELECT EXISTS (SELECT FROM intake WHERE agency_id = \(agency.id) AND digest = \(digest) AND peer <> '')
                    OR EXISTS (SELECT FROM exchange_status_received
                               WHERE agency_id = \(agency.id) AND digest = \(digest)) AS held
                """
            ) { try $0["held"] as Bool } ?? false
        }
    }
}
