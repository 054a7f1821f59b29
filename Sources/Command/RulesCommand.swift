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
        print("\n| from | act | by | to |\n| --- | --- | --- | --- |")
        for row in IncomingDocument.lifecycle.rows {
            print(
                "| \(row.from.label.english) | \(row.act.label.english) | \(row.role.label.english) | \(row.to.label.english) |"
            )
        }
    }
}
