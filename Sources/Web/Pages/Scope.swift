import Mustache

/// The members of a value by their names, as templates ask for them.
///
/// Templates find members by reflection, and a name that stands further out is looked for in everything on the way there:
/// a list of fifty lines cost tens of milliseconds. So each value of a page is reflected once, before it is shown.
struct Scope: MustacheParent {
    private let members: [String: Any]

    init(_ value: Any) {
        var members: [String: Any] = [:]
        for (name, member) in Mirror(reflecting: value).children {
            if let name { members[name] = Self.shown(member) }
        }
        self.members = members
    }

    func child(named name: String) -> Any? { members[name] }

    /// A member as a template shows it: nothing for `nil`, a scope for what has members of its own.
    private static func shown(_ member: Any) -> Any? {
        switch member {
        case is String, is Bool, is any MustacheParent, is any MustacheCustomRenderable: return member
        default: break
        }
        let mirror = Mirror(reflecting: member)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { shown($0.value) }
        case .collection: return mirror.children.compactMap { shown($0.value) }
        case .struct, .tuple: return mirror.children.isEmpty ? member : Scope(member)
        default: return member
        }
    }
}
