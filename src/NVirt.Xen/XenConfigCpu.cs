using System.Collections.Immutable;
using System.Text;

namespace NVirt.Xen;

/// <summary>The lines of xl.cfg that give a guest its CPU.</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record XenConfigCpu
{
    /// <summary>
    /// The value of <c>cpuid</c> in the string form; <see langword="null"/> if there is none, or another form was asked for.
    /// </summary>
    public string? Line { get; init; }

    /// <summary>The value of <c>cpuid</c> in the list form; empty if there is none, or another form was asked for.</summary>
    public ImmutableArray<XenCpuidPolicy> Policies { get; init; } = [];

    /// <summary>The value of <c>nestedhvm</c>; <see langword="null"/> if it is not written.</summary>
    public bool? NestedHvm { get; init; }

    /// <summary>Which parts of the CPU are ignored, in the user's language.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The lines, each with a line feed; empty if there are none.</summary>
    public string Format()
    {
        StringBuilder text = new();
        if (Line is not null)
        {
            text.Append("cpuid = \"").Append(Line).Append("\"\n");
        }

        if (Policies.Length > 0)
        {
            text.Append("cpuid = [\n");
            foreach (XenCpuidPolicy policy in Policies)
            {
                text.Append("    \"").Append(policy).Append("\",\n");
            }

            text.Append("]\n");
        }

        return text.Append(NestedHvm switch { true => "nestedhvm = 1\n", false => "nestedhvm = 0\n", _ => string.Empty }).ToString();
    }
}
