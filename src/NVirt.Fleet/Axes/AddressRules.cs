using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>Rules on the bits of physical addresses.</summary>
internal static class AddressRules
{
    // What QEMU gives named models.
    private const int QemuDefault = 40;

    /// <summary>Whether the host has the bits that the guest sees, and whether these stay the same.</summary>
    public static AxisFinding? PhysicalBits(AxisQuestion question, out bool isOpen)
    {
        isOpen = false;
        int? offered = AxisQuestion.BitsOf(question.Target);
        if (TakesHosts(question))
        {
            return Taken(question, offered);
        }

        bool isDefault = StatedBits(question) is null && IsQemuDefault(question);
        int? bits = isDefault ? QemuDefault : StatedBits(question);
        if (bits is not { } wanted)
        {
            // What a hypervisor gives that nobody names is not part of the question.
            isOpen = question.Kind != AxisGuestKind.Host && question.Context.Hypervisor == AxisHypervisor.Unnamed;
            return isOpen ? null : Find(CpuAxisGrade.Undecided, AxisWhy.Unknown, null, offered);
        }

        CpuAxisGrade grade = CpuAxes.JudgePhysicalBits(wanted, offered, mayTakeFewer: question.Kind == AxisGuestKind.Host).Grade;
        return Find(grade, WhyOf(grade, isDefault), wanted, offered);
    }

    /// <summary>Whether the tables of the host's processor translate as many bits as the guest may use.</summary>
    public static AxisFinding? GuestBits(AxisQuestion question)
    {
        StatementAxes guest = question.Guest.Axes;
        int? wanted = guest.GuestPhysBits ?? (question.SeesHost ? question.From?.Axes.GuestPhysBits : null);
        if (wanted is not { } bits || question.Target.Axes.GuestPhysBits is not { } offered)
        {
            return null;
        }

        (CpuAxisGrade grade, AxisWhy why) = offered < bits ? (CpuAxisGrade.Risky, AxisWhy.PlacedByFirmware)
            : offered > bits && question.SeesHost ? (CpuAxisGrade.Risky, AxisWhy.MayChangeWithHost)
            : (CpuAxisGrade.Harmless, AxisWhy.Fits);
        return new AxisFinding(CpuAxis.GuestPhysicalBits, grade, why, (ulong)bits, (ulong)offered);
    }

    /// <summary>Whether the host still has the guest's bits while it encrypts memory.</summary>
    public static AxisFinding? Encryption(AxisQuestion question)
    {
        StatementAxes target = question.Target.Axes;
        if (WithoutEncryption(question) is not { } bits || target.EncryptionBits == 0 || !MayEncrypt(question.Target))
        {
            return null;
        }

        if (AxisQuestion.BitsOf(question.Target) is not { } all || target.EncryptionBits is not { } taken)
        {
            return new AxisFinding(CpuAxis.MemoryEncryption, CpuAxisGrade.Undecided, AxisWhy.Unknown, (ulong)bits, host: null);
        }

        // Whether a host's guests have all of its bits nobody says.
        (CpuAxisGrade grade, AxisWhy why) = bits <= all - taken ? (CpuAxisGrade.Harmless, AxisWhy.Fits)
            : question.Kind == AxisGuestKind.Host ? (CpuAxisGrade.Risky, AxisWhy.EncryptionTakesThem)
            : (CpuAxisGrade.Fatal, AxisWhy.EncryptionTakesThem);
        return new AxisFinding(CpuAxis.MemoryEncryption, grade, why, (ulong)bits, (ulong)Math.Max(all - taken, 0));
    }

    // Only AMD's processors take bits for it, and those that take after them.
    private static bool MayEncrypt(CpuStatement host) => host.Axes.EncryptionBits > 0 || host.Vendor is "AMD" or "Hygon";

    // A guest that sees its host's bits uses those that encryption leaves there.
    private static int? WithoutEncryption(AxisQuestion question) =>
        !TakesHosts(question) && question.Kind != AxisGuestKind.Host
            ? StatedBits(question) ?? (IsQemuDefault(question) ? QemuDefault : null)
            : question.From is { } from && AxisQuestion.BitsOf(from) is { } bits && from.Axes.EncryptionBits is { } taken
                ? Cut(bits - taken, question.Guest.Axes) : null;

    private static bool TakesHosts(AxisQuestion question) => question.Kind != AxisGuestKind.Host
        && (question.Guest.Axes.HostPhysBits == true
            || (question.Kind == AxisGuestKind.Passthrough && question.Guest.Axes.PhysBits is null));

    private static int? StatedBits(AxisQuestion question) =>
        question.Kind == AxisGuestKind.Host ? AxisQuestion.BitsOf(question.Guest) : question.Guest.Axes.PhysBits;

    private static bool IsQemuDefault(AxisQuestion question) => question.Context.Hypervisor == AxisHypervisor.Qemu
        && question.Guest.Axes.PhysBits is null && (question.Guest.Model is not null || question.Kind == AxisGuestKind.HostModel)
        && question.Kind != AxisGuestKind.Host;

    // Bits that come from the host change with it.
    private static AxisFinding? Taken(AxisQuestion question, int? offered)
    {
        if (question.From is not { } from)
        {
            return Find(CpuAxisGrade.Harmless, AxisWhy.HostsOwn, offered is { } own ? Cut(own, question.Guest.Axes) : null, offered);
        }

        if (AxisQuestion.BitsOf(from) is not { } hosts)
        {
            return Find(CpuAxisGrade.Undecided, AxisWhy.Unknown, null, offered);
        }

        int bits = Cut(hosts, question.Guest.Axes);
        return offered is not { } there ? Find(CpuAxisGrade.Undecided, AxisWhy.Unknown, bits, null)
            : bits > there ? Find(CpuAxisGrade.Fatal, AxisWhy.MoreThanHost, bits, there)
            : Cut(there, question.Guest.Axes) != bits ? Find(CpuAxisGrade.Fatal, AxisWhy.ChangesWithHost, bits, there)
            : Find(CpuAxisGrade.Harmless, AxisWhy.Fits, bits, there);
    }

    private static int Cut(int bits, StatementAxes guest) => Math.Min(bits, guest.MaxPhysBits ?? bits);

    private static AxisWhy WhyOf(CpuAxisGrade grade, bool isDefault) => grade switch
    {
        CpuAxisGrade.Fatal => isDefault ? AxisWhy.QemuDefaultIsMore : AxisWhy.MoreThanHost,
        CpuAxisGrade.Risky => AxisWhy.MayChangeWithHost,
        CpuAxisGrade.Undecided => isDefault ? AxisWhy.QemuDefaultUnknown : AxisWhy.Unknown,
        _ => isDefault ? AxisWhy.QemuDefaultFits : AxisWhy.Fits,
    };

    private static AxisFinding Find(CpuAxisGrade grade, AxisWhy why, int? guest, int? host) =>
        new(CpuAxis.PhysicalAddressBits, grade, why, (ulong?)guest, (ulong?)host);
}
