using System.Collections.Immutable;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Values that occur in several elements of capabilities.</summary>
internal static class CapabilitiesValues
{
    /// <summary>A UUID of 32 hexadecimal digits, with hyphens or without; otherwise <see langword="null"/>.</summary>
    public static Guid? Uuid(string? text) =>
        Guid.TryParseExact(text, "D", out Guid uuid) || Guid.TryParseExact(text, "N", out uuid) ? uuid : null;

    /// <summary>An amount of memory with its <c>unit</c>, which is KiB if none is given.</summary>
    public static ulong KiBOf(this Element element, string attribute) =>
        element.ToKiB(element.RequiredNumber(attribute, NumberRange.ULong));

    /// <summary>The same for the element's text.</summary>
    public static ulong KiBOfText(this Element element) => element.ToKiB(element.NumberOfText());

    /// <summary>A set of processors; empty without the attribute.</summary>
    public static ImmutableArray<int> Cpus(this Element element, string attribute)
    {
        if (element.TextOf(attribute) is not { } text)
        {
            return [];
        }

        return CpuSet.TryParse(text, out ImmutableArray<int> cpus)
            ? cpus
            : throw element.Bad(attribute, Text.Of(Messages.Domain_CpuSet, CpuSet.MaxCpus - 1));
    }

    /// <summary>The element's text as a number.</summary>
    public static ulong NumberOfText(this Element element) => NumberRange.ULong.TryParse(element.Text.AsSpan().TrimEnd(), out ulong number)
        ? number
        : throw element.Malformed(Text.Of(Messages.Capabilities_NotANumber, element.Name, DocumentErrors.Quote(element.Text)));
}
