import ArgumentParser
import Records

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Print who may do what, and how documents move, as the program has it.")

    func run() {
        print("| role | with | may |\n| --- | --- | --- |")
        for rule in AccessRule.all {
            let acts = rule.acts.map(\.label.english).joined(separator: ", ")
            print("| \(rule.role.label.english) | \(rule.reach.label.english) | \(acts) |")
        }
        print("\nIncoming documents:\n")
        show(IncomingDocument.lifecycle, \.label)
        print("\nOutgoing documents:\n")
        show(OutgoingDocument.lifecycle, \.label)
    }

    private func show<State>(_ table: TransitionTable<State>, _ label: (State) -> Phrase) {
        print("| from | act | by | to |\n| --- | --- | --- | --- |")
        for row in table.rows {
            print(
                "| \(label(row.from).english) | \(row.act.label.english) | \(row.role.label.english) | \(label(row.to).english) |"
            )
        }
    }
}
