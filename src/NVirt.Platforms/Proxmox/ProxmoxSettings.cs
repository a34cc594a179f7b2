using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>Reads the value of a VM's <c>cpu</c>, and single settings, which custom models have, too (formats.md 4).</summary>
internal static class ProxmoxSettings
{
    private const int MaxFlags = 10_000;

    /// <summary>Reads <c>host,flags=+aes;-x2apic,level=30</c>.</summary>
    public static ProxmoxCpu ReadLine(PlatformText text, string value, int line, int column)
    {
        ProxmoxCpu cpu = new() { Line = line };
        HashSet<string> seen = new(StringComparer.Ordinal);
        int at = 0;
        foreach (string part in value.Split(','))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? "cputype" : part[..equals].Trim();
            int place = column + at;
            if (!seen.Add(key))
            {
                throw text.Refuse(line, place, Text.Of(Messages.Read_Twice, DocumentErrors.Quote(key)));
            }

            cpu = Take(text, cpu, key, (equals < 0 ? part : part[(equals + 1)..]).Trim(), line, place, isVm: true);
            at += part.Length + 1;
        }

        return cpu;
    }

    /// <summary>Takes one setting.</summary>
    public static ProxmoxCpu Take(PlatformText text, ProxmoxCpu cpu, string key, string value, int line, int column, bool isVm)
    {
        switch (key)
        {
            case "cputype" when isVm:
                return cpu with { Type = Type(text, value, line, column) };
            case "reported-model" when !isVm:
                return PlatformFacts.ProxmoxModels.Has(value) ? cpu with { ReportedModel = value }
                    : throw text.Refuse(new Position(line, column), CpuErrorKind.UnknownName, CpuMap.Default.UnknownModel(value));
            case "flags":
                return cpu with { Flags = ReadFlags(text, value, line, column, isVm) };
            case "hidden":
                return cpu with { Hidden = value is "0" or "1" ? value == "1" : throw Wrong("0, 1") };
            case "hv-vendor-id":
                return value.Length is > 0 and <= 12 && value.All(char.IsAsciiLetterOrDigit) ? cpu with { HvVendorId = value }
                    : throw Wrong("1-12 A-Z a-z 0-9");
            case "phys-bits":
                return value == "host" || IsNumber(value, 8, 64) ? cpu with { PhysBits = value } : throw Wrong("host, 8-64");
            case "guest-phys-bits":
                return IsNumber(value, 32, 64) ? cpu with { GuestPhysBits = value } : throw Wrong("32-64");
            case "level":
                return IsNumber(value, 0, uint.MaxValue) ? cpu with { Level = value } : throw Wrong("0-4294967295");
            default:
                throw text.Refuse(line, column, Text.Of(Messages.Read_UnknownKey, DocumentErrors.Quote(key)));
        }

        Exception Wrong(string expected) =>
            text.Refuse(line, column, Text.Of(Messages.Read_Value, key, DocumentErrors.Quote(value), expected));
    }

    /// <summary>Reads <c>+aes;-x2apic</c>.</summary>
    public static ImmutableArray<ProxmoxFlag> ReadFlags(PlatformText text, string value, int line, int column, bool isVm)
    {
        string[] parts = value.Split(';');
        if (parts.Length > MaxFlags)
        {
            throw text.Refuse(line, column, Text.Of(Messages.Read_TooMany, MaxFlags));
        }

        List<ProxmoxFlag> flags = new(parts.Length);
        foreach (string part in parts)
        {
            if (part.Length < 2 || part[0] is not ('+' or '-')
                || !part[1..].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                throw text.Refuse(line, column, Text.Of(Messages.Read_Value, "flags", DocumentErrors.Quote(part), "+NAME;-NAME"));
            }

            if (isVm && !PlatformFacts.ProxmoxVmFlags.Has(part[1..]))
            {
                throw text.Refuse(line, column, Text.Of(Messages.Proxmox_VmFlag, DocumentErrors.Quote(part[1..])));
            }

            flags.Add(new ProxmoxFlag(part[0] == '+', part[1..]));
        }

        return [.. flags];
    }

    private static string Type(PlatformText text, string value, int line, int column) =>
        value.StartsWith("custom-", StringComparison.Ordinal) || PlatformFacts.ProxmoxModels.Has(value)
            || PlatformFacts.ProxmoxLevels.Has(value)
            ? value
            : throw text.Refuse(new Position(line, column), CpuErrorKind.UnknownName, CpuMap.Default.UnknownModel(value));

    private static bool IsNumber(string value, uint least, uint most) =>
        Digits.TryParse(value, out uint number) && number >= least && number <= most;
}
