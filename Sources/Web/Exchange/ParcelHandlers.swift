import HTTPTypes
import Hummingbird
import Logging
import Records
import Workflow

/// `/exchange/parcels`: where other offices bring envelopes, with a signature and without a session.
///
/// `HEAD` asks how much of an envelope is here, `PATCH` adds a part. Whoever has not proved who asks is answered before
/// anything of the body is read.
struct ParcelHandlers: Sendable {
    let office: Office
    private let rate: CallRate

    init(office: Office) {
        self.office = office
        rate = CallRate(perMinute: office.configuration.limits.parcelRequests)
    }

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .on(":digest", method: .head, use: ask)
            .on(":digest", method: .patch, use: add)
    }

    /// The other office asks how much is here.
    func ask(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await answer(request, context) { desk, parcel in
            try await desk.standing(of: parcel, from: context.origin)
        }.createHeadResponse()
    }

    /// The other office brings a part.
    func add(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await answer(request, context) { desk, parcel in
            let part = try await desk.begin(parcel, from: context.origin)
            try await request.readBody(limit: parcel.bodyBytes) { piece in
                try piece.withUnsafeReadableBytes { try part.write($0) }
            }
            return try await desk.finish(part, of: parcel, from: context.origin)
        }
    }

    private func answer(
        _ request: Request, _ context: OfficeContext,
        _ act: (ParcelDesk, ParcelDesk.Parcel) async throws -> ParcelDesk.Answer
    ) async throws -> Response {
        do {
            guard let desk = office.parcels else { throw Problem(.parcelUnproven) }
            let parcel = try desk.admit(ParcelDesk.Request(request))
            guard rate.admits(parcel.peer) else { throw Problem(.tooManyRequests, headers: [.retryAfter: "5"]) }
            let answer = try await office.workflow.onPool { try await act(desk, parcel) }
            return Response(status: answer.isComplete ? .created : .noContent, headers: HTTPFields(answer.fields))
        } catch let refusal as ParcelRefusal {
            context.logger.notice("an envelope was not taken", metadata: ["reason": "\(refusal.reason)"])
            return try await refuse(Problem(refusal), context)
        } catch let problem as Problem where [.parcelUnproven, .tooManyRequests].contains(problem.type) {
            return try await refuse(problem, context)
        }
    }

    /// Refuses, on record; that an upload goes on elsewhere is no refusal.
    private func refuse(_ problem: Problem, _ context: OfficeContext) async throws -> Response {
        if problem.type != .parcelOffset {
            try await office.workflow.refused(problem.type.rawValue, nil, from: context.origin)
        }
        var response = problem.response(context)
        if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Signature" }
        return response
    }
}

extension ParcelDesk.Request {
    fileprivate init(_ request: Request) {
        self.init(
            method: request.method.rawValue, authority: request.head.authority ?? "", path: request.head.path ?? "",
            fields: request.headers.map { (name: $0.name.rawName, value: $0.value) })
    }
}

extension Problem {
    fileprivate init(_ refusal: ParcelRefusal) {
        let type: ProblemType =
            switch refusal.kind {
            case .unproven: .parcelUnproven
            case .elsewhere: .parcelOffset
            case .tooLarge: .tooLarge
            case .tooMany: .tooManyRequests
            case .malformed: .parcelRefused
            }
        self.init(type, headers: HTTPFields(refusal.fields))
    }
}

extension HTTPFields {
    fileprivate init(_ fields: [(name: String, value: String)]) {
        self.init()
        for field in fields {
            if let name = HTTPField.Name(field.name) { self[name] = field.value }
        }
    }
}
