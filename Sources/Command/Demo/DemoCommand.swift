import ArgumentParser
import Foundation
import Workflow

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "An invented agency with five weeks of its work, to try the office out.",
        subcommands: [Load.self])

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load the demonstration agency once, and print how to sign in.",
            discussion: """
                Where it is loaded already, nothing changes; where loading was interrupted, it goes on. Everybody knows the
                passwords: keep it out of an office that is used.
                """)

        @OptionGroup var settings: SettingsOptions
        @Argument(help: "The folder with agency.json and documents.json.", completion: .directory) var folder: String

        func run() async throws {
            let clock = DemoClock()
            do {
                let demo = try DemoFolder(folder)
                let office = try Workflow(try await settings.read().office(connections: 2), now: { clock.now })
                do {
                    try await DemoLoader(office: office, demo: demo, clock: clock).load()
                } catch {
                    await office.shutdown()
                    throw error
                }
                await office.shutdown()
                print(demo.agency.signIns)
            } catch {
                throw Spoken(error)
            }
        }
    }
}
