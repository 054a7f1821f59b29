/// The two generations of agencies' codes (mã định danh): of 2016, `000.00.15.H51`, and of 2020, `H51.15`.
public enum AgencyCode {
    /// The code that the same agency has in the other generation, by the rule; `nil` where the code has neither form.
    ///
    /// Codes in use need not follow the rule, so this helps to find an agency and to show what belongs together; what an
    /// agency is called in an envelope is what the directory says.
    public static func other(_ code: String) -> String? {
        let groups = code.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return isOld(groups) ? new(groups) : old(groups)
    }

    /// Whether an agency is below another, by their codes of either generation: `000.03.15.H51` is below `H51.15`.
    public static func isBelow(_ code: String, _ above: String) -> Bool {
        highestFirst(code).hasPrefix(highestFirst(above) + ".") && !code.hasSuffix(".") && !code.contains("..")
    }

    /// In capital letters, for codes are compared without regard to case.
    private static func highestFirst(_ code: String) -> String {
        let groups = code.uppercased().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return isOld(groups) ? new(groups) : groups.joined(separator: ".")
    }

    /// Four groups, the highest level last.
    private static func isOld(_ groups: [String]) -> Bool {
        groups.map(\.utf8.count) == [3, 2, 2, 3] && groups.dropLast().allSatisfy(isNumber) && isProvince(groups[3])
    }

    /// The highest level first, without those that are nothing.
    private static func new(_ groups: [String]) -> String {
        groups.reversed().filter { $0.contains { $0 != "0" } }.joined(separator: ".")
    }

    private static func old(_ groups: [String]) -> String? {
        guard let province = groups.first, isProvince(province), groups.dropFirst().allSatisfy(isNumber) else {
            return nil
        }
        var lower = Array(groups.dropFirst())
        // Of the fourth level alone a group has three digits.
        let fourth = lower.last?.utf8.count == 3 ? lower.removeLast() : "000"
        guard lower.count <= 2, lower.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        lower += Array(repeating: "00", count: 2 - lower.count)
        return ([fourth] + lower.reversed() + [province]).joined(separator: ".")
    }

    private static func isNumber(_ group: String) -> Bool {
        !group.isEmpty && group.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// A letter and two digits.
    private static func isProvince(_ group: String) -> Bool {
        guard let letter = group.utf8.first, group.utf8.count == 3 else { return false }
        return UInt8(ascii: "A")...UInt8(ascii: "Y") ~= letter && isNumber(String(group.dropFirst()))
    }
}
