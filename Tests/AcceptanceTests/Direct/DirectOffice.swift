import Foundation
import Glibc
import Postgres
import TestOffice

/// One of two offices that bring each other envelopes, set up as the manual says.
struct DirectOffice {
    let house: TestOffice
    let agency: String
    let port: Int
    /// What its `congvan peer key` printed.
    let publicKey: String
    let running: RunningOffice

    /// Makes its key; it blocks.
    init(_ house: TestOffice, of agency: String, _ more: [String: String] = [:]) throws {
        self.house = house
        self.agency = agency
        port = try TestPort.free()
        let made = try Self.congvan("peer", "key", house.folder + "/office.key")
        guard let line = made.split(separator: "\n").first(where: { $0.hasPrefix("partner-key\t") }) else {
            throw Failed(made)
        }
        publicKey = String(line.dropFirst("partner-key\t".count))
        let settings = [
            "CONGVAN_DATABASE_CONNECTIONS": "6", "CONGVAN_EXCHANGE_PEERS": house.folder + "/peers.yaml",
            "CONGVAN_EXCHANGE_DEFAULT_PEER": "ben-kia", "CONGVAN_HTTP_NAMES": "127.0.0.1:\(port)",
        ]
        running = try RunningOffice(
            house.conninfo, files: house.folder, port: port, environment: settings.merging(more) { $1 })
    }

    /// Writes its file of peers, changed for a test.
    func meet(_ other: DirectOffice, _ change: (String) -> String = { $0 }) throws {
        let peers = """
            peers:
              - name: ben-kia
                agency: \(agency)
                transport: office
                address: http://127.0.0.1:\(other.port)
                internal: true
                partner: \(other.agency)
                partner-key: \(other.publicKey)
                signing-key: \(house.folder)/office.key
            """
        try Data(change(peers).utf8).write(to: URL(filePath: house.folder + "/peers.yaml"))
    }

    /// How many bytes of an envelope that is not whole yet are here.
    var arriving: Int {
        let folder = house.folder + "/parcels"
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".part") }.map { name in
            var status = stat()
            return stat("\(folder)/\(name)", &status) == 0 ? Int(status.st_size) : 0
        }.max() ?? 0
    }

    /// Waits until so many bytes are here; it blocks.
    func waitUntilArriving(_ bytes: Int, within seconds: Double) throws {
        let limit = Date(timeIntervalSinceNow: seconds)
        while arriving < bytes {
            guard Date() < limit else { throw Failed("\(bytes) bytes never arrived; there are \(arriving)") }
            usleep(500)
        }
    }

    /// Asks the other office whether it accepts us; it blocks.
    func check() throws -> String {
        try Self.congvan(
            "peer", "check", "ben-kia", "--database", house.conninfo, "--files", house.folder,
            with: ["CONGVAN_EXCHANGE_PEERS": house.folder + "/peers.yaml"])
    }

    /// What the program says that ends because something is set up wrongly; it blocks.
    func refusal(serving: Bool = false, names: String = "127.0.0.1") throws -> String {
        let command = serving ? ["serve", "--port", "0"] : ["peer", "check"]
        let output = NSTemporaryDirectory() + "run-\(UUID().uuidString)"
        defer { unlink(output) }
        let child = try ChildProcess(
            [RunningOffice.program] + command + ["--database", house.conninfo, "--files", house.folder],
            environment: ["CONGVAN_EXCHANGE_PEERS": house.folder + "/peers.yaml", "CONGVAN_HTTP_NAMES": names],
            output: output)
        guard try child.wait(60) != .exited(0) else { throw Failed("it was content") }
        return (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    }

    func know(_ other: DirectOffice) throws {
        let list = house.folder + "/agencies.csv"
        try Data("code,name\n\(other.agency),Cơ quan bên kia\n".utf8).write(to: URL(filePath: list))
        _ = try Self.congvan(
            "directory", "import", list, "--as", "quan.tri", "--database", house.conninfo, "--files", house.folder)
    }

    private static func congvan(_ command: String..., with environment: [String: String] = [:]) throws -> String {
        let output = NSTemporaryDirectory() + "run-\(UUID().uuidString)"
        defer { unlink(output) }
        let child = try ChildProcess([RunningOffice.program] + command, environment: environment, output: output)
        let ending = try child.wait(60)
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard ending == .exited(0) else { throw Failed("\(command): \(ending) \(text)") }
        return text
    }
}
