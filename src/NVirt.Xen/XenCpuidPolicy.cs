using System.Globalization;
using System.Text;

namespace NVirt.Xen;

/// <summary>
/// What happens to the bits of one CPUID leaf: an entry of libxl's policy list, and of the list form of <c>cpuid</c> in xl.cfg.
/// </summary>
/// <remarks>
/// A register is 32 letters, bit 31 first: <c>1</c> on, <c>0</c> off, <c>x</c> as Xen has it, <c>k</c> as the host has it, fixed when
/// the guest starts, <c>s</c> formerly the same; <see langword="null"/> if it is not set (hypervisor-rules.md 6.1).
/// </remarks>
/// <param name="Leaf">The leaf (eax on input).</param>
/// <param name="Subleaf">The sub-leaf (ecx on input), or <see langword="null"/> for a leaf that has none.</param>
public sealed record XenCpuidPolicy(uint Leaf, uint? Subleaf)
{
    /// <summary>eax.</summary>
    public string? Eax { get; init; }

    /// <summary>ebx.</summary>
    public string? Ebx { get; init; }

    /// <summary>ecx.</summary>
    public string? Ecx { get; init; }

    /// <summary>edx.</summary>
    public string? Edx { get; init; }

    /// <summary>The form of xl.cfg: <c>7,0:ebx=...,ecx=...</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Number(Leaf));
        text.Append(Subleaf is { } subleaf ? $",{Number(subleaf)}" : string.Empty);
        char separator = ':';
        foreach ((string name, string? letters) in new[] { ("eax", Eax), ("ebx", Ebx), ("ecx", Ecx), ("edx", Edx) })
        {
            if (letters is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(letters);
                separator = ',';
            }
        }

        return text.ToString();
    }

    private static string Number(uint value) =>
        value < 10 ? value.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");
}
