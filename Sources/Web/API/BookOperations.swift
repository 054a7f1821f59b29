import Hummingbird
import Records
import Workflow

extension Operations {
    /// The office's books: their proof, their closing, and their prints.
    static let books: [Operation] = [
        Operation(
            method: .get, path: "/books", name: "books",
            summary: "The books of a year: registers of every kind, what follows them up, posting and archive copies.",
            query: [.integer("year", "This year where it is missing.")], answer: .json("BookShelf", .ok)
        ) { call in
            .json(
                JSON(
                    try await call.workflow.bookShelf(
                        year: call.query["year"].flatMap { Int($0) }, by: call.caller())))
        },
        Operation(
            method: .get, path: "/books/{id}/proof/{year}", name: "numberProof",
            summary: "Accounts for every number of a register's year, and says whether it was closed.",
            answer: .json("NumberProof", .ok)
        ) { call in
            let proof = try await call.workflow.numberProof(
                of: call.id(), year: call.number("year"), by: call.caller())
            return .json(JSON(proof))
        },
        Operation(
            method: .post, path: "/books/{id}/closings", name: "closeRegister",
            summary: "Close a register for a year that is over; it cannot be undone.", body: .json("RegisterClosing"),
            answer: .json("ClosedRegister", .created)
        ) { call in
            let digest = try await call.workflow.closeRegister(
                call.id(), year: call.body["year"]?.integer ?? 0,
                isConfirmed: call.body["confirmed"]?.bool ?? false, by: call.caller(), key: call.key)
            return .json(["sha256": .string(digest)], status: .created)
        },
        Operation(
            method: .get, path: "/book-prints", name: "bookPrints",
            summary: "The last fifty prints that were asked for, newest first, and how far each is.",
            answer: .json("BookPrintList", .ok)
        ) { call in
            call.list(try await call.workflow.bookPrints(by: call.caller()).map(JSON.init), next: nil)
        },
        Operation(
            method: .post, path: "/book-prints", name: "printBook",
            summary: "Have a book of a year printed as PDF, in the background; one at a time for a person.",
            body: .json("BookPrintRequest"), answer: .json("BookPrintID", .created)
        ) { call in
            guard let address = BookAddress(call.text("book")) else {
                throw Problem(.fields, fields: [FieldProblem(.init("book", .unknownChoice))])
            }
            let id = try await call.workflow.askPrint(
                of: address, year: call.body["year"]?.integer ?? 0, by: call.caller(), key: call.key)
            return .json(["id": .integer(id)], status: .created, headers: [.location: "/api/v1/book-prints/\(id)"])
        },
        Operation(
            method: .get, path: "/book-prints/{id}", name: "bookPrint",
            summary: "The PDF of a print that is done; not found until then.", answer: .file
        ) { call in
            let file = try await call.workflow.openPrint(call.id(), by: call.caller())
            return .response(try await AttachmentHandlers(workflow: call.workflow).send(file, save: true, call.context))
        },
    ]
}
