import ArgumentParser
import Exchange
import Foundation
import Records
import Workflow

struct SyncDirectory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Take over the list of agencies that a hub or axis has.",
        discussion: """
            The service does this each day for the peers that say “directory: true” in the file of peers; this does it now.
            Agencies that are new, changed or gone are entered so; those of other lists are not touched. A list that is empty,
            or lacks more agencies than --most-lost allows, is refused. Lines of it that are wrong are left out and told, and
            the status is 65 then.
            """)

    @OptionGroup var settings: SettingsOptions
    @Option(name: .customLong("as"), help: "The administrator's login.") var login: String
    @Option(help: "The peer, by its name in the file of peers; else all that say “directory: true”.") var peer: String?
    @Option(help: "How many of a hundred agencies the list may lack; else exchange.directory-most-lost.") var mostLost:
        Int?
    @Flag(help: "Only say what would change.") var dryRun = false

    func validate() throws {
        guard (0...100).contains(mostLost ?? 0) else { throw ValidationError("--most-lost is 0 to 100.") }
    }

    func run() async throws {
        let outside: Settings.Outside
        do { outside = try await settings.read().outside } catch { throw Spoken(error) }
        let chosen = outside.peers.filter { peer == nil ? $0.directory == true : $0.name == peer }
        guard !chosen.isEmpty else {
            throw ValidationError(
                peer.map { "There is no peer “\($0)” in exchange.peers." }
                    ?? "No peer says “directory: true”: name one with --peer.")
        }
        let rules = DirectorySyncRules(mostLost: mostLost ?? outside.exchange.directoryMostLost, isDry: dryRun)
        let faults = try await settings.withOffice { office in
            let caller = try await office.caller(as: login)
            var faults = 0
            for peer in chosen {
                let way = ExchangePeer(name: peer.name, agency: peer.agency, transport: try peer.opened())
                faults += try await synchronise(way, rules, office, caller)
            }
            return faults
        }
        if faults > 0 { throw ExitCode(65) }
    }

    /// - Returns: how many lines are wrong.
    private func synchronise(
        _ peer: ExchangePeer, _ rules: DirectorySyncRules, _ office: Workflow, _ caller: Caller
    ) async throws -> Int {
        let sync: DirectorySync
        do {
            sync = try await office.synchroniseDirectory(from: peer, rules, by: caller) { $0.show() }
            await peer.transport.close()
        } catch {
            await peer.transport.close()
            FileHandle.standardError.write(Data("\n".utf8))
            throw (error as? ExchangeError).map { Spoken(ValidationError("\(peer.name): \($0.sentence.english)")) }
                ?? error
        }
        FileHandle.standardError.write(Data("\n".utf8))
        for fault in sync.faults { print("\(peer.name)\tline \(fault.line)\t\(fault.code)\t\(fault.rule)") }
        let changes = sync.changes
        print(
            "\(peer.name): \(sync.listed) listed; \(rules.isDry ? "would be " : "")\(changes.added) added, "
                + "\(changes.changed) changed, \(changes.left) left; \(changes.unchanged) unchanged, "
                + "\(sync.elsewhere) of other lists, \(sync.faultCount) lines wrong")
        return sync.faultCount
    }
}

extension DirectoryProgress {
    fileprivate func show() {
        let line =
            switch self {
            case .read(let count): "\(count) agencies read"
            case .compared(let count, let all): "\(count) of \(all) agencies compared"
            case .entered(let count, let all): "\(count) of \(all) changes entered"
            }
        FileHandle.standardError.write(Data("\r\(line)   ".utf8))
    }
}
