using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Registers;
using NVirt.Xml;

namespace NVirt.Platforms.Bhyve;

/// <summary>
/// Settings of bhyve for CPUID, which are in no release yet: registers by number, a level, or the four numbers of
/// <c>bhyvectl --get-cpuid</c>. A guest has what its host has where nothing is said (formats.md 17).
/// </summary>
internal static class BhyveForm
{
    private const string Prefix = "cpuid.";
    private const string Option = "-o ";
    private const string ArchLevel = "archlevel";

    public static PlatformForm Form { get; } = new(
        "bhyve", static t => !t.IsJson && !t.IsXml && t.LineStarts.Any(IsKey), Read);

    // VMware's keys have a second dot, and begin with cpuid. too.
    private static bool IsKey(string start) =>
        (start.StartsWith(Option, StringComparison.Ordinal) ? start[Option.Length..].TrimStart() : start) is var key
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && (key[Prefix.Length..] == ArchLevel
            || (key.Length > Prefix.Length && char.IsAsciiDigit(key[Prefix.Length]) && !VSphere.VmxForm.IsMask(key)));

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        StatementBuilder statement = new(text, options, StatementSubject.Guest,
            StatementTruth.Request)
        { Class = StatementClass.HostPassthrough };
        RegisterBits registers = new();
        int number = 0;
        int count = 0;
        int whole = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            line = line.StartsWith(Option, StringComparison.Ordinal) ? line[Option.Length..].TrimStart() : line;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith("vcpu.", StringComparison.Ordinal))
            {
                statement.Remark(StatementRemarkKind.NotKept, line);
                continue;
            }

            if (equals > 0 && !line.StartsWith(Prefix, StringComparison.Ordinal))
            {
                // Another setting of the machine.
                continue;
            }

            if (equals <= 0)
            {
                throw text.Refuse(number, 1, Text.Of(Messages.Read_Expected, "cpuid.0xLEAF[,INDEX]=..."));
            }

            count++;
            string key = line[Prefix.Length..equals];
            string value = line[(equals + 1)..];
            if (key == ArchLevel)
            {
                IEnumerable<string> level = PlatformFacts.PsAbiLevels.Has("x86-64-" + value)
                    ? PlatformFacts.PsAbiLevels.Rest("x86-64-" + value)
                    : throw text.Refuse(number, equals + 2, Text.Of(Messages.Read_Value, key, DocumentErrors.Quote(value),
                        "v1, v2, v3, v4"));
                statement.AddYes(statement.Space.SetOf(level));
                statement.Class = StatementClass.Level;
                continue;
            }

            whole += TakeLeaf(text, registers, key, value, number) ? 1 : 0;
        }

        if (count == 0)
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, Prefix));
        }

        if (whole == count)
        {
            // What bhyvectl prints of a guest that runs.
            statement.Truth = StatementTruth.Live;
        }

        registers.Apply(statement);
        statement.Remark(StatementRemarkKind.Uncertain, "bhyve");
        return [statement.Build(Form.Id)];
    }

    // Whether all four registers are given.
    private static bool TakeLeaf(PlatformText text, RegisterBits registers, string key, string value, int line)
    {
        string[] place = key.Split(',');
        uint subleaf = 0;
        if (place.Length > 2 || !TryNumber(place[0], out uint leaf) || (place.Length == 2 && !TryNumber(place[1], out subleaf)))
        {
            throw text.Refuse(line, 1, Text.Of(Messages.Read_Expected, "cpuid.0xLEAF[,INDEX]=..."));
        }

        string[] parts = value.Split(',');
        if (parts.Length == 4 && TryNumber(parts[0], out uint a) && TryNumber(parts[1], out uint b) && TryNumber(parts[2], out uint c)
            && TryNumber(parts[3], out uint d))
        {
            if (!registers.TryAdd(X86Item.Cpuid(leaf, subleaf, a, b, c, d)))
            {
                throw text.Refuse(line, 1, Text.Of(Messages.Read_Twice, DocumentErrors.Quote(key)));
            }

            return true;
        }

        foreach (string part in parts)
        {
            string word = part.Trim();
            int at = word.AsSpan().IndexOfAny("=|&");
            RegisterName? name = at <= 0 ? null : word[..at].Trim() switch
            {
                "eax" => RegisterName.Eax,
                "ebx" => RegisterName.Ebx,
                "ecx" => RegisterName.Ecx,
                "edx" => RegisterName.Edx,
                _ => null,
            };
            int behind = at < 0 ? -1 : word.IndexOf('=', at);
            string sign = behind < 0 ? string.Empty : word[at..(behind + 1)];
            if (name is not { } register || sign is not ("=" or "|=" or "&=") || !TryNumber(word[(behind + 1)..].Trim(), out uint bits))
            {
                throw text.Refuse(line, 1, Text.Of(Messages.Read_Value, DocumentErrors.Quote(key), DocumentErrors.Quote(part),
                    "REG=0xV, REG|=0xV"));
            }

            (uint ones, uint known) = sign switch
            {
                "=" => (bits, uint.MaxValue),
                "|=" => (bits, bits),
                _ => (0u, ~bits),
            };
            if (!registers.TryAdd(leaf, subleaf, register, ones, known))
            {
                throw text.Refuse(line, 1, Text.Of(Messages.Read_Twice, DocumentErrors.Quote(part)));
            }
        }

        return false;
    }

    private static bool TryNumber(string text, out uint value) => text.StartsWith("0x", StringComparison.Ordinal)
        ? Digits.TryParseHex(text.AsSpan(2), out value)
        : Digits.TryParse(text, out value);
}
