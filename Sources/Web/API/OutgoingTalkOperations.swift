import Hummingbird
import Records
import Workflow

extension Operations {
    /// What is said about a document beside its path, and its way to the post.
    static let outgoingTalk: [Operation] = [
        step("opinions", "askOpinions", "Ask colleagues what they think of a draft.", body: .json("OpinionQuestion")) {
            call in
            let request = OpinionRequest(
                officers: call.body["officers"]?.array?.compactMap(\.integer) ?? [], question: call.text("question"),
                deadline: call.body["deadline"]?.string.flatMap { Day($0) })
            return try await call.workflow.askOpinions(
                on: call.id(), request, seen: call.seen, by: call.caller(), key: call.key)
        },
        Operation(
            method: .post, path: "/outgoing/{id}/opinion", name: "giveOpinion",
            summary: "Say what one thinks, having been asked.", body: .json("OpinionReply"), answer: .nothing
        ) { call in
            try await call.workflow.giveOpinion(
                on: call.id(), OpinionAnswer(rawValue: call.text("answer")) ?? .other, text: call.text("text"),
                by: call.caller(), key: call.key)
            return .nothing
        },
        Operation(
            method: .post, path: "/outgoing/{id}/comments", name: "commentOutgoing",
            summary: "Say something for whoever works on it to read.", body: .json("NoteRequest"), answer: .nothing
        ) { call in
            try await call.workflow.commentOutgoing(
                call.id(), text: call.text("text"), by: call.caller(), key: call.key)
            return .nothing
        },
        Operation(
            method: .post, path: "/outgoing/{id}/postings", name: "recordPosting",
            summary: "Enter in the posting book what was handed to the post.", body: .json("Posting"),
            answer: .nothing
        ) { call in
            try await call.workflow.recordPosting(
                of: call.id(), to: call.body["recipient"]?.integer ?? 0, covers: call.body["covers"]?.integer ?? 0,
                note: call.text("note"), by: call.caller(), key: call.key)
            return .nothing
        },
    ]

    /// The registers of outgoing documents, and numbers that are set aside in them.
    static let outgoingRegisters: [Operation] = [
        Operation(
            method: .get, path: "/outgoing-registers", name: "outgoingRegisters",
            summary: "The registers of outgoing documents, the one first that counts what no other does.",
            answer: .json("OutgoingRegisters", .ok)
        ) { call in
            call.list(try await call.workflow.outgoingRegisters(by: call.caller()).map(JSON.init), next: nil)
        },
        Operation(
            method: .post, path: "/outgoing-registers/{id}/reservations", name: "reserveNumbers",
            summary: "Set numbers aside for documents to come, where the office's settings allow it.",
            body: .json("Reservation"), answer: .json("ReservedNumbers", .created)
        ) { call in
            let numbers = try await call.workflow.reserveNumbers(
                call.body["count"]?.integer ?? 0, in: call.id(), for: call.body["unit"]?.integer,
                reason: call.text("reason"), by: call.caller(), key: call.key)
            return .json(["numbers": .array(numbers.map(JSON.integer))], status: .created)
        },
        Operation(
            method: .post, path: "/outgoing-registers/{id}/returns", name: "returnNumber",
            summary: "Give back a number that was set aside; it stays in the register, unused, with the reason.",
            body: .json("NumberReturn"), answer: .nothing
        ) { call in
            try await call.workflow.returnNumber(
                call.body["number"]?.integer ?? 0, of: call.body["year"]?.integer ?? 0, in: call.id(),
                reason: call.text("reason"), by: call.caller(), key: call.key)
            return .nothing
        },
    ]
}
