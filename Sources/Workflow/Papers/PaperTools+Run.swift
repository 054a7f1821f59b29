import Foundation
import Records

extension PaperTools {
    /// What the program answers.
    ///
    /// `out` is the file that it writes, which is removed where it refuses; `surroundings` are what a module of PKCS#11
    /// looks for in its environment.
    ///
    /// - Throws: ``PaperFault``; ``PaperToolFault/busy`` where too many wait.
    func answer<Answer: Decodable>(
        _ arguments: [String], writing out: String? = nil, surroundings: [String: String] = [:]
    ) async throws -> Answer {
        guard let tools = configuration.tools else { throw PaperFault(.notSet) }
        let python = LimitedProgram(
            name: "\(tools)/bin/python", memory: configuration.memory,
            // Nothing needs to be larger than the largest upload; what signing adds is small.
            fileBytes: out == nil ? 0 : 1 << 30, processorSeconds: configuration.seconds,
            seconds: 2 * configuration.seconds, printed: 16 << 20)
        // Neither the environment nor the account's own packages change what it does; it leaves no files of its own.
        let program = ["-E", "-s", "-B", "\(tools)/program/congvan-pdf"]
        let ended = try await gate.pass {
            try? await python.run(program + arguments, surroundings: surroundings)
        }
        do { return try Self.read(ended) } catch {
            if let out { try? FileManager.default.removeItem(atPath: out) }  // half a file is nobody's
            throw error
        }
    }

    private static func read<Answer: Decodable>(_ ended: LimitedProgram.Outcome?) throws -> Answer {
        guard let ended else { throw PaperFault(.internalFault, "not started") }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        switch ended.status {
        case 0:
            do { return try decoder.decode(Answer.self, from: Data(ended.output)) } catch {
                throw PaperFault(.internalFault, "\(error)")
            }
        case 10...15:
            let refusal = try? decoder.decode(Refusal.self, from: Data(ended.output))
            guard let refusal, let reason = PaperFault.Reason(rawValue: refusal.refused) else {
                throw PaperFault(.internalFault, "status \(ended.status)")
            }
            throw PaperFault(reason, refusal.detail)
        case 124, 128...: throw PaperFault(.tooMuch, "status \(ended.status)")  // ended by a limit
        default: throw PaperFault(.internalFault, "status \(ended.status)")
        }
    }

    private struct Refusal: Decodable {
        let refused: String
        let detail: String
    }
}
