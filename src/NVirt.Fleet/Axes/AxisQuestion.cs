using NVirt.Cpu.Axes;
using NVirt.Platforms;

namespace NVirt.Fleet.Axes;

/// <summary>What a guest takes from its host.</summary>
internal enum AxisGuestKind
{
    /// <summary>Nothing: it has a model, or features.</summary>
    Named,
    /// <summary>The host's model and features.</summary>
    HostModel,
    /// <summary>The host's processor as it is.</summary>
    Passthrough,
    /// <summary>It is no guest but another host, whose guests may move.</summary>
    Host,
}

/// <summary>A guest, where it runs, and where it is to run.</summary>
internal sealed class AxisQuestion
{
    public AxisQuestion(CpuStatement guest, CpuStatement? from, CpuStatement target, AxisContext context)
    {
        Guest = guest;
        From = from;
        Target = target;
        Context = context;
        Kind = guest.Subject == StatementSubject.Host ? AxisGuestKind.Host : guest.Class switch
        {
            StatementClass.HostPassthrough or StatementClass.Maximum => AxisGuestKind.Passthrough,
            StatementClass.HostModel when guest.Model is null => AxisGuestKind.HostModel,
            _ => AxisGuestKind.Named,
        };
    }

    public CpuStatement Guest { get; }

    /// <summary>The host that it runs on; <see langword="null"/> if it starts anew.</summary>
    public CpuStatement? From { get; }

    public CpuStatement Target { get; }

    public AxisContext Context { get; }

    public AxisGuestKind Kind { get; }

    /// <summary>Whether it sees the processor that is there.</summary>
    public bool SeesHost => Kind is AxisGuestKind.Passthrough or AxisGuestKind.Host;

    /// <summary>The vendor that the guest sees; <see langword="null"/> if it is not known.</summary>
    public string? Vendor => From?.Vendor ?? Guest.Vendor;

    /// <summary>Whether the guest has a feature: by what it says, and where that is the host's, by the host that it runs on.</summary>
    public bool? Has(string feature) => Guest.Has(feature)
        ?? (Kind is AxisGuestKind.Passthrough or AxisGuestKind.HostModel ? From?.Has(feature) : null);

    /// <summary>The physical address bits of a host: domain capabilities give them as a limit.</summary>
    public static int? BitsOf(CpuStatement host) => host.Axes.PhysBits ?? (host.Axes.HostPhysBits == true ? host.Axes.MaxPhysBits : null);
}
