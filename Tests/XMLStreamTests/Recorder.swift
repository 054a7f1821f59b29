import Glibc

@testable import XMLStream

/// Writes down everything that the reader tells.
struct Recorder: XMLHandler {
    private(set) var events: [String] = []
    private(set) var streamed: [UInt8] = []
    private var open: [String] = []

    mutating func start(_ element: XMLElement) throws(XMLError) -> XMLText {
        let name = element.name.local
        open.append(name)
        let attributes = element.attributes.map { " \($0.name.local)=\($0.value)" }.joined()
        let namespace = element.name.namespace.map { "{\($0)}" } ?? ""
        events.append("<\(namespace)\(name)\(attributes)>")
        switch name {
        case "streamed": return .streamed
        case "ignored": return .ignored
        default: return .collected
        }
    }

    mutating func text(_ piece: Span<UInt8>) throws(XMLError) {
        piece.withUnsafeBufferPointer { streamed += $0 }
    }

    mutating func end(text: String) throws(XMLError) {
        events.append(text + "</\(open.removeLast())>")
    }

    func failure(_ error: XMLError) -> XMLError { error }
}

/// Reads a document in chunks of a size, none of them kept to wait for the next.
func record(
    _ document: [UInt8], chunk: Int = 64 * 1024, limits: XMLLimits = .standard
) throws(XMLError) -> Recorder {
    var reader = XMLReader(Recorder(), limits: limits, smallestChunk: 1)
    var start = 0
    while start < document.count {
        let end = min(start + chunk, document.count)
        try reader.feed(document.span.extracting(start..<end))
        start = end
    }
    return try reader.finish()
}

func record(_ document: String, chunk: Int = 64 * 1024, limits: XMLLimits = .standard) throws(XMLError) -> Recorder {
    try record(Array(document.utf8), chunk: chunk, limits: limits)
}

/// The error that a document is refused with, or `nil` if it is read.
func refusal(_ document: [UInt8], chunk: Int = 64 * 1024, limits: XMLLimits = .standard) -> XMLError? {
    do throws(XMLError) {
        _ = try record(document, chunk: chunk, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(_ document: String, chunk: Int = 64 * 1024, limits: XMLLimits = .standard) -> XMLError? {
    refusal(Array(document.utf8), chunk: chunk, limits: limits)
}

/// Limits with one of them changed.
func limits(_ change: (inout XMLLimits) -> Void) -> XMLLimits {
    var limits = XMLLimits.standard
    change(&limits)
    return limits
}

/// The seconds that a body keeps its processor busy, however many tests run beside it.
func processorTime(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let began = now()
    try body()
    return now() - began
}
