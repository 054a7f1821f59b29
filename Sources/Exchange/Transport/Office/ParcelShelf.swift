import Crypto
import Glibc

/// The files of envelopes that are arriving, in a folder for each sender and recipient: `DIGEST.part`, then `DIGEST.whole`,
/// then an empty `DIGEST.done`.
struct ParcelShelf: Sendable {
    /// How many unfinished envelopes of one sender may stand here.
    static let mostParts = 64
    static let partDays = 7
    static let doneDays = 90

    let folder: String
    let largest: Int64

    init(_ folder: String, largest: Int64) throws(ExchangeError) {
        self.folder = folder
        self.largest = largest
        try Folder.make(folder)
    }

    func path(_ head: UploadHead, _ suffix: String) -> String {
        "\(place(head))/\(Hexadecimal.text(head.digest)).\(suffix)"
    }

    /// The folder of this sender and recipient: one envelope goes to several agencies, and each must get it.
    func place(_ head: UploadHead) -> String {
        let way = "\(head.sender) \(head.recipient)".lowercased()
        return "\(folder)/\(Hexadecimal.text(SHA256.hash(data: Array(way.utf8)).prefix(16)))"
    }

    func standing(of head: UploadHead) throws(ExchangeError) -> ReceptionStanding {
        if access(path(head, "done"), F_OK) == 0 { return .settled }
        if let size = size(path(head, "whole")) {
            return .whole(FetchedParcel(path: path(head, "whole"), size: size, digest: head.digest))
        }
        return .partial(size(path(head, "part")) ?? 0)
    }

    func settle(_ head: UploadHead) throws(ExchangeError) {
        let mark = open(path(head, "done"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard mark >= 0 else { throw .storage(errno) }
        close(mark)
        try Folder.sync(place(head))
        unlink(path(head, "whole"))
    }

    func forget(_ head: UploadHead) throws(ExchangeError) {
        guard unlink(path(head, "done")) == 0 || errno == ENOENT else { throw .storage(errno) }
    }

    func sweep() throws(ExchangeError) {
        for sender in try Folder.names(in: folder, atMost: 100_000) {
            for name in try Folder.names(in: "\(folder)/\(sender)", atMost: 1_000_000) {
                let days = name.hasSuffix(".part") ? Self.partDays : name.hasSuffix(".done") ? Self.doneDays : Int.max
                var status = stat()
                guard stat("\(folder)/\(sender)/\(name)", &status) == 0 else { continue }
                if (time(nil) - status.st_mtim.tv_sec) / 86_400 >= days { unlink("\(folder)/\(sender)/\(name)") }
            }
        }
    }

    private func size(_ path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }
}
