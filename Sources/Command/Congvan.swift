import ArgumentParser

/// The executable: each subcommand is a file.
@main
struct Congvan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "congvan",
        abstract: "An electronic office for public bodies: registers, routes and exchanges official documents.",
        discussion: """
            A first start, on a PostgreSQL 15 or later of your own:
              congvan migrate --database postgresql://OWNER@HOST/congvan
              congvan agency add --database postgresql://congvan_service@HOST/congvan H01.02 "Tên cơ quan"
              congvan user add --database … --agency H01.02 --role registrar van.thu "Trần Thị Văn"
              congvan serve --database …

            Settings come from options, then from the environment (CONGVAN_DATABASE_URL …), then from the file named by
            --config; config/example.yaml explains each.
            """,
        subcommands: [
            Serve.self, Migrate.self, UserCommand.self, AgencyCommand.self, RegisterCommand.self, DirectoryCommand.self,
            CalendarCommand.self, EnvelopeCommand.self, PeerCommand.self, AuditCommand.self, HubCommand.self,
            RulesCommand.self, CheckConfig.self, DemoCommand.self,
        ])
}
