import ArgumentParser
import Postgres
import Workflow

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema up to date.",
        discussion: """
            Connect as the database's owner. The role congvan_service, as which the office runs, is made if it is missing;
            give it a password or a line in pg_hba.conf. Running twice changes nothing; two at once take turns.
            """)

    @Option(help: ArgumentHelp("The database, as its owner: postgresql://OWNER@HOST/NAME.", valueName: "address"))
    var database: String

    func run() async throws {
        let migrator = Migrator(migrations: try Schema.migrations(), conninfo: database)
        let applied = try await migrator.apply { print("Applied \($0.version) \($0.name).") }
        if applied.isEmpty { print("The schema is up to date.") }
    }
}
