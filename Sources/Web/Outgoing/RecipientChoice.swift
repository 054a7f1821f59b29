import Records
import Workflow

/// Recipients as a form names them, after the step that was taken in it.
///
/// The form is sent as a whole for each step (search, add, leave out, add a group or a list), so that it needs no script; with
/// script the same answer is put in place of that part of the page.
struct RecipientChoice: Sendable {
    /// A button of the form that changes what is chosen, and saves nothing.
    private enum Step {
        case find, group, list, keep
        case add(String)
        case drop(String)

        init?(_ text: String) {
            switch text {
            case "find": self = .find
            case "group": self = .group
            case "list": self = .list
            case "keep": self = .keep
            case _ where text.hasPrefix("add:"): self = .add(String(text.dropFirst(4)))
            case _ where text.hasPrefix("drop:"): self = .drop(String(text.dropFirst(5)))
            default: return nil
            }
        }
    }

    private(set) var codes: [String]
    /// Who is written to by post, a line each.
    private(set) var post: String
    /// What was searched for.
    private(set) var words = ""
    private(set) var found: [Correspondent] = []
    /// What was done, and what could not be.
    private(set) var notice: Phrase?
    private(set) var faults: [Phrase] = []
    /// Whether the form is to be shown again: one of its steps was taken, or a list in it is not right.
    private(set) var isUnfinished = false

    init(of details: OutgoingDetails) {
        codes = details.recipients.compactMap { if case .agency(let code) = $0 { code } else { nil } }
        post = details.recipients.compactMap { Self.line($0) }.joined(separator: "\n")
    }

    init(codes: [String]) {
        self.codes = codes
        post = ""
    }

    /// What was sent, and what its step comes to.
    init(_ form: Form, from workflow: Workflow, by caller: Caller) async throws {
        codes = []
        post = form["post"]
        add(form["agencies"].split(whereSeparator: \.isWhitespace).map(String.init))
        // Return in the box of the search sends the form without a button.
        let isSearch = form["step"].isEmpty && !form.has("save") && !form["find"].trimmed.isEmpty
        let step = isSearch ? .find : Step(form["step"])
        isUnfinished = step != nil
        words = form["find"].inOneLine
        switch step {
        case .add(let code):
            add([code])
            words = ""
        case .drop(let code): codes.removeAll { CorrespondentEntry.key($0) == CorrespondentEntry.key(code) }
        case .find: found = try await workflow.correspondents(matching: words, by: caller)
        case .keep: try await keep(form["groupName"], with: workflow, by: caller)
        case .group, .list, nil: break
        }
        // What was picked and not added by its button is meant all the same.
        try await add(groups: form.all("group").compactMap { Int($0) }, from: workflow, by: caller)
        for file in form.files(in: "list") {
            try await add(file, takingPost: form["only"] != "agencies", from: workflow, by: caller)
        }
    }

    private mutating func add(_ more: [String]) {
        var known = Set(codes.map(CorrespondentEntry.key))
        for code in more where known.insert(CorrespondentEntry.key(code)).inserted { codes.append(code) }
    }

    private mutating func add(groups: [Int], from workflow: Workflow, by caller: Caller) async throws {
        guard !groups.isEmpty else { return }
        for group in try await workflow.recipientGroups(by: caller) where groups.contains(group.id) {
            let before = codes.count
            add(group.codes)
            notice = Phrase(
                "Đã thêm \(codes.count - before) nơi nhận của nhóm “\(group.name)”.",
                "\(codes.count - before) recipients of the group “\(group.name)” are added.")
        }
    }

    private mutating func add(
        _ file: ReceivedFile, takingPost: Bool, from workflow: Workflow, by caller: Caller
    ) async throws {
        do {
            let read = try await workflow.recipients(listedIn: file, takingPost: takingPost, by: caller)
            guard read.faults.isEmpty else {
                faults = read.faults.map(\.sentence)
                isUnfinished = true
                return
            }
            let before = codes.count
            add(read.agencies)
            let known = Set(post.linesTyped)
            let lines = read.post.compactMap { Self.line($0) }.filter { !known.contains($0) }
            post = (post.linesTyped + lines).joined(separator: "\n")
            let added = codes.count - before + lines.count
            notice = Phrase("Đã thêm \(added) nơi nhận từ tệp.", "\(added) recipients of the file are added.")
        } catch WorkflowError.fileRefused(let why) {
            faults = [why]
            isUnfinished = true
        }
    }

    private mutating func keep(_ name: String, with workflow: Workflow, by caller: Caller) async throws {
        do {
            _ = try await workflow.keepGroup(named: name, codes: codes, by: caller)
            notice = Phrase("Đã lưu nhóm “\(name.trimmed)”.", "The group “\(name.trimmed)” is saved.")
        } catch RuleViolation.fields(let broken) {
            faults = broken.map { fault in
                let field =
                    fault.field == "name" ? Phrase("Tên nhóm", "Name of the group") : Phrase("Nơi nhận", "Recipients")
                return Phrase(
                    "\(field.vietnamese): \(fault.rule.sentence.vietnamese)",
                    "\(field.english): \(fault.rule.sentence.english)")
            }
        } catch WorkflowError.taken(let why) { faults = [why] }
    }

    /// A postal address as a line of the form.
    private static func line(_ address: OutgoingAddress) -> String? {
        guard case .post(let name, let place) = address else { return nil }
        return place.isEmpty ? name : "\(name) | \(place)"
    }
}
