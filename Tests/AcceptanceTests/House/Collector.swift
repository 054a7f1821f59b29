import Foundation
import TestOffice

/// A certificate authority of a test, and what it vouches for; made with openssl, as an administrator would.
struct Certificates: Sendable {
    let folder: String

    /// An authority in `folder`, which is made.
    init(in folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-keyout", path("ca.key"), "-out", roots, "-subj", "/CN=Test CA")
    }

    var roots: String { path("ca.pem") }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A certificate for a host, valid for so many days from now; a negative number is over.
    func issue(_ name: String, for host: String, days: Int = 2) throws -> (certificate: String, key: String) {
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", path("\(name).key"), "-out", path("\(name).csr"), "-subj", "/CN=\(host)")
        try Data("subjectAltName=\(host.first?.isNumber == true ? "IP" : "DNS"):\(host)\n".utf8)
            .write(to: URL(filePath: path("\(name).ext")))
        try openssl(
            "x509", "-req", "-in", path("\(name).csr"), "-CA", roots, "-CAkey", path("ca.key"),
            "-CAcreateserial", "-days", "\(days)", "-extfile", path("\(name).ext"), "-out", path("\(name).pem"))
        return (path("\(name).pem"), path("\(name).key"))
    }

    private func openssl(_ arguments: String...) throws {
        let run = try ChildProcess.run(["/usr/bin/openssl"] + arguments)
        guard run.ending == .exited(0) else { throw Failed("openssl \(arguments): \(run.output)") }
    }
}

/// rsyslog as an office's collector, with TLS, as an ordinary process of the test.
final class Collector: Sendable {
    let port: Int
    private let folder: String
    private let process = Held<ChildProcess>()

    /// A collector in `folder`; with `asks`, clients must have a certificate of `roots`.
    init(in folder: String, _ own: (certificate: String, key: String), roots: String, asks: Bool = false) throws {
        self.folder = folder
        port = try TestPort.free()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let settings = """
            global(workDirectory="\(folder)" maxMessageSize="64k" defaultNetstreamDriverCAFile="\(roots)"
                defaultNetstreamDriverCertFile="\(own.certificate)" defaultNetstreamDriverKeyFile="\(own.key)")
            module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1"
                StreamDriver.AuthMode="\(asks ? "x509/certvalid" : "anon")")
            input(type="imtcp" port="\(port)" address="127.0.0.1")
            template(name="classic" type="string"
                string="%timereported:::date-rfc3339% %hostname% %programname%: %structured-data%%msg%\\n")
            template(name="json" type="list" option.jsonf="on") {
                property(outname="host" name="hostname" format="jsonf")
                property(outname="data" name="structured-data" format="jsonf")
            }
            template(name="raw" type="string" string="%rawmsg%\\n")
            action(type="omfile" file="\(folder)/raw.log" template="raw")
            action(type="omfile" file="\(folder)/classic.log" template="classic")
            action(type="omfile" file="\(folder)/json.log" template="json")

            """
        try Data(settings.utf8).write(to: URL(filePath: "\(folder)/rsyslog.conf"))
    }

    /// What it wrote, in one of its forms.
    func file(_ form: String = "raw") -> String { "\(folder)/\(form).log" }

    /// The lines that it has, each as it came.
    var lines: [String] {
        ((try? String(contentsOfFile: file(), encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    func start() throws {
        let child = try ChildProcess(
            ["/usr/sbin/rsyslogd", "-n", "-f", "\(folder)/rsyslog.conf", "-i", "\(folder)/pid"],
            output: "\(folder)/rsyslog.out")
        process.set(child)
        let limit = Date(timeIntervalSinceNow: 20)
        while Date() < limit {
            if (try? Wire(port: port)) != nil { return }
            usleep(50_000)
        }
        throw Failed(
            "rsyslog does not answer: \((try? String(contentsOfFile: "\(folder)/rsyslog.out", encoding: .utf8)) ?? "")")
    }

    /// Its files were moved: it makes them anew.
    func reopen() { process.value?.send(SIGHUP) }

    /// Ends it: as an administrator does, or as a power cut does.
    func stop(_ signal: Int32 = SIGTERM) throws {
        process.value?.send(signal)
        _ = try process.value?.wait(20)
    }
}

/// Something that changes hands.
final class Held<Value: Sendable>: @unchecked Sendable {
    // `@unchecked` because everything that changes is guarded by the lock.
    private let lock = NSLock()
    private var held: Value?

    var value: Value? { lock.withLock { held } }

    func set(_ value: Value?) { lock.withLock { held = value } }
}
