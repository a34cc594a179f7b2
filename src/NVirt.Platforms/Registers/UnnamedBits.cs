using NVirt.Cpu;
using NVirt.Cpu.Map;

namespace NVirt.Platforms.Registers;

/// <summary>
/// Bits that rules ask for and libvirt has no name for. The names are those of data/cpu-map/x86/known-bits.map. Safe for use by several
/// threads.
/// </summary>
internal static class UnnamedBits
{
    /// <summary>The bits with their places.</summary>
    public static IReadOnlyList<(string Name, X86Register Register, int Bit)> All { get; } =
    [
        ("btc-no", new(IsMsr: false, 0x80000008, 0, RegisterName.Ebx), 29),
        ("rrsba", new(IsMsr: true, 0x10a, 0, RegisterName.Eax), 19),
        ("tsa-fill-no", new(IsMsr: false, 0x80000021, 0, RegisterName.Ecx), 7),
    ];

    private static readonly Lazy<CpuKnownBit[]> Known = new(() => [.. All.Select(b => CpuMap.Default.FindKnownBit(b.Name)!)]);

    /// <summary>What registers say of them, with what is known besides.</summary>
    /// <param name="axes">What is known.</param>
    /// <param name="read">Whether a bit of a register is set; <see langword="null"/> if it was not read.</param>
    public static StatementAxes Of(StatementAxes axes, Func<X86Register, int, bool?> read) =>
        With(axes, [.. All.Select(b => (b.Name, read(b.Register, b.Bit)))]);

    /// <summary>What raw data says of them, with what is known besides.</summary>
    public static StatementAxes Of(StatementAxes axes, CpuSource source) =>
        With(axes, [.. Known.Value.Select(b => (b.Name, source.Has(b)))]);

    private static StatementAxes With(StatementAxes axes, (string Name, bool? IsSet)[] bits) => axes with
    {
        UnnamedSet = Names(bits, isSet: true) ?? axes.UnnamedSet,
        UnnamedClear = Names(bits, isSet: false) ?? axes.UnnamedClear,
    };

    private static StatementNames? Names((string Name, bool? IsSet)[] bits, bool isSet) =>
        Array.Exists(bits, b => b.IsSet == isSet) ? new StatementNames(bits.Where(b => b.IsSet == isSet).Select(b => b.Name)) : null;
}
