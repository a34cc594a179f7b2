using System.Globalization;
using System.Text;
using NVirt.Cpu.Map;

namespace NVirt.Platforms.Registers;

/// <summary>What registers say besides features. What was not read is unknown.</summary>
internal static class RegisterAxes
{
    private const uint Xsave = 0xd;
    private const uint Extended = 0x80000000;
    private const int MostSubleaves = 64;

    // Leaves on caches and topology; the last two are AMD's.
    private static readonly uint[] Topology = [4, 0xb, 0x1f, 0x8000001d, 0x8000001e];

    /// <summary>Whether one of these questions reads a leaf.</summary>
    public static bool Reads(uint leaf) =>
        leaf is 0 or 1 or 4 or 0xa or 0xb or 0xd or 0x1c or 0x1f or 0x24 or Extended or 0x80000001 or 0x80000008 or 0x8000001d or 0x8000001e
            or 0x8000001f or 0x80000022;

    /// <summary>The axes, with what is known besides.</summary>
    /// <param name="axes">What is known.</param>
    /// <param name="read">A whole register; <see langword="null"/> if it was not read.</param>
    public static StatementAxes Of(StatementAxes axes, Func<uint, uint, RegisterName, uint?> read)
    {
        uint? level = read(0, 0, RegisterName.Eax);
        uint? extended = read(Extended, 0, RegisterName.Eax);
        uint? sizes = read(0x80000008, 0, RegisterName.Eax);
        return axes with
        {
            Level = level is not 0 ? level ?? axes.Level : axes.Level,
            ExtendedLevel = extended is not 0 ? extended ?? axes.ExtendedLevel : axes.ExtendedLevel,
            PhysBits = Bits(sizes, 0) ?? axes.PhysBits,
            GuestPhysBits = Bits(sizes, 16) ?? axes.GuestPhysBits,
            ClflushSize = read(1, 0, RegisterName.Ebx) is { } ebx && (ebx >> 8 & 0xff) is not 0 and var lines ? lines * 8
                : axes.ClflushSize,
            EncryptionBits = Leaf(0x8000001f, RegisterName.Ebx) is { } encryption ? (int)(encryption >> 6 & 0x3f) : axes.EncryptionBits,
            Xsave = XsaveOf() ?? axes.Xsave,
            Counters = CountersOf() ?? axes.Counters,
            LbrDepths = Leaf(0x1c, RegisterName.Eax) is { } depths ? depths & 0xff : axes.LbrDepths,
            Avx10Version = Leaf(0x24, RegisterName.Ebx) is { } version ? version & 0xff : axes.Avx10Version,
            TopologyLeaves = TopologyOf() ?? axes.TopologyLeaves,
        };

        // A leaf above the maximum is all zero.
        uint? Leaf(uint leaf, RegisterName name) => (leaf >= Extended ? extended : level) < leaf ? 0 : read(leaf, 0, name);

        StatementXsave? XsaveOf()
        {
            if (Leaf(Xsave, RegisterName.Eax) is not { } low || Leaf(Xsave, RegisterName.Edx) is not { } high)
            {
                return null;
            }

            bool isNone = (low | high) == 0;
            return new StatementXsave
            {
                User = low | (ulong)high << 32,
                Supervisor = isNone ? 0
                    : read(Xsave, 1, RegisterName.Ecx) is { } lowHidden && read(Xsave, 1, RegisterName.Edx) is { } highHidden
                        ? lowHidden | (ulong)highHidden << 32 : null,
                Size = isNone ? 0 : read(Xsave, 0, RegisterName.Ecx),
                Places = isNone ? [] : [.. Places()],
            };
        }

        IEnumerable<StatementXsavePlace> Places()
        {
            for (uint component = 2; component < MostSubleaves; component++)
            {
                if (read(Xsave, component, RegisterName.Eax) is { } size and not 0
                    && read(Xsave, component, RegisterName.Ebx) is { } offset)
                {
                    yield return new StatementXsavePlace((int)component, offset, size);
                }
            }
        }

        // AMD has a leaf of its own for them; before, four of them or six, and no version.
        StatementCounters? CountersOf() =>
            Leaf(0xa, RegisterName.Eax) is not { } eax || Leaf(0xa, RegisterName.Edx) is not { } edx ? null
            : (eax & 0xff) != 0 ? new StatementCounters(eax & 0xff, eax >> 8 & 0xff, edx & 0x1f)
            : Leaf(0x80000022, RegisterName.Eax) is not { } amd || Leaf(0x80000022, RegisterName.Ebx) is not { } counters ? null
            : (amd & 1) != 0 ? new StatementCounters(2, counters & 0xf, 0)
            : !IsAmd() ? new StatementCounters(0, 0, 0)
            : Leaf(0x80000001, RegisterName.Ecx) is { } features ? new StatementCounters(1, (features >> 23 & 1) != 0 ? 6u : 4u, 0)
            : null;

        // The first four letters: AuthenticAMD, HygonGenuine.
        bool IsAmd() => read(0, 0, RegisterName.Ebx) is 0x68747541 or 0x6f677948;

        string? TopologyOf()
        {
            StringBuilder text = new();
            foreach (uint leaf in Topology)
            {
                for (uint subleaf = 0; subleaf < MostSubleaves && read(leaf, subleaf, RegisterName.Eax) is { } first; subleaf++)
                {
                    // Numbers of a processor, its core and its node are left out.
                    (uint Eax, uint Ebx, uint Ecx, uint Edx) mask = leaf switch
                    {
                        0xb or 0x1f => (uint.MaxValue, uint.MaxValue, uint.MaxValue, 0u),
                        0x8000001e => (0u, 0xff00u, 0x700u, uint.MaxValue),
                        _ => (uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue),
                    };
                    uint a = first & mask.Eax;
                    uint b = (read(leaf, subleaf, RegisterName.Ebx) ?? 0) & mask.Ebx;
                    uint c = (read(leaf, subleaf, RegisterName.Ecx) ?? 0) & mask.Ecx;
                    uint d = (read(leaf, subleaf, RegisterName.Edx) ?? 0) & mask.Edx;
                    if ((a | b | c | d) != 0)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{leaf:x}.{subleaf}:{a:x},{b:x},{c:x},{d:x} ");
                    }
                }
            }

            return text.Length == 0 ? null : text.ToString().TrimEnd();
        }
    }

    private static int? Bits(uint? sizes, int shift) =>
        sizes is { } s && (s >> shift & 0xff) is > 0 and <= 64 and var bits ? (int)bits : null;
}
