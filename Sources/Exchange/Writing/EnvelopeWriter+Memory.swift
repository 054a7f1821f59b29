import Glibc

extension EnvelopeWriter {
    /// Writes an envelope that is small, such as a status message, into memory.
    ///
    /// - Throws: ``ExchangeError`` with the field that cannot be written and why, or of the kind `storage` where it is
    ///   larger than the 64 KB that a pipe holds.
    public func bytes(of envelope: Envelope) throws(ExchangeError) -> [UInt8] {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .storage(errno) }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A pipe that is full must not wait for a reader: that is us, afterwards.
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        defer { close(reading) }
        do throws(ExchangeError) {
            try write(envelope, to: writing)
            close(writing)
        } catch {
            close(writing)
            throw error
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(reading, &piece, piece.count)
            guard count >= 0 else { throw .storage(errno) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }
}
