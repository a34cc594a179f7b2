using System.Globalization;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.VMware;

/// <summary>The key of a mask: <c>cpuid.80000001.edx</c>, with <c>.amd</c> for AMD hosts.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Name">The register.</param>
/// <param name="IsAmd">Whether it applies only to AMD hosts.</param>
internal readonly record struct VmxMaskKey(uint Leaf, RegisterName Name, bool IsAmd)
{
    private const string Prefix = "cpuid";
    private const string AmdSuffix = "amd";

    private static readonly string[] Registers = ["eax", "ebx", "ecx", "edx"];

    public X86Register Register => new(IsMsr: false, Leaf, Subleaf: 0, Name);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{Leaf:x}.{Registers[(int)Name]}{(IsAmd ? "." + AmdSuffix : string.Empty)}");

    /// <summary>Whether a key is meant as a mask: <c>cpuid</c>, a number and more. <c>cpuid.coresPerSocket</c> is not.</summary>
    public static bool IsMeant(string key) => Parts(key) is [Prefix, { Length: > 0 } leaf, _, ..]
        && (leaf.All(char.IsAsciiHexDigit) || leaf.StartsWith("0x", StringComparison.Ordinal));

    /// <summary>Reads a key; case does not matter.</summary>
    public static bool TryParse(string key, out VmxMaskKey mask)
    {
        string[] parts = Parts(key);
        bool isAmd = parts is [_, _, _, AmdSuffix];
        mask = default;
        if (parts is not [Prefix, var number, var register, ..] || (parts.Length > 3 && !isAmd)
            || !CpuidNumber.TryParse("0x" + number, out uint leaf)
            || Array.IndexOf(Registers, register) is not (>= 0 and var name))
        {
            return false;
        }

        mask = new VmxMaskKey(leaf, (RegisterName)name, isAmd);
        return true;
    }

    private static string[] Parts(string key) => key.ToLowerInvariant().Split('.');
}
