import Foundation
import Hummingbird
import Records
import Workflow

extension Operations {
    static let accounts: [Operation] = [
        Operation(
            method: .post, path: "/sessions", name: "signIn", summary: "Sign in, for a token.",
            body: .json("Credentials"), answer: .json("Session", .created), isOpen: true
        ) { call in
            let session = try await call.workflow.signIn(
                login: call.text("login"), password: call.text("password"), from: call.context.origin, kind: .api)
            return .json(JSON(session), status: .created)
        },
        Operation(
            method: .delete, path: "/sessions/current", name: "signOut",
            summary: "Sign out: the token is worth nothing.",
            answer: .nothing
        ) { call in
            if let token = call.context.sessionToken { try await call.workflow.signOut(token, by: call.caller()) }
            return .nothing
        },
        Operation(
            method: .get, path: "/me", name: "me", summary: "Who is signed in.", answer: .json("Me", .ok)
        ) { call in
            .json(JSON(try call.context.holder()))
        },
        Operation(
            method: .post, path: "/me/password", name: "changePassword",
            summary: "Change your own password; your other sessions and tokens end.",
            body: .json("PasswordChange"), answer: .nothing
        ) { call in
            let new = call.text("new")
            try await call.workflow.changePassword(
                PasswordChange(current: call.text("current"), new: new, again: new), keeping: call.context.sessionToken,
                by: call.caller())
            return .nothing
        },
        Operation(
            method: .get, path: "/directory", name: "directory",
            summary: "The units and people that work can be given to.",
            answer: .json("Directory", .ok)
        ) { call in
            .json(JSON(try await call.workflow.directory(for: call.caller())))
        },
        Operation(
            method: .get, path: "/registers", name: "registers", summary: "The registers of incoming documents.",
            answer: .json("Registers", .ok)
        ) { call in
            call.list(try await call.workflow.registers(for: call.caller()).map(JSON.init), next: nil)
        },
    ]
}
