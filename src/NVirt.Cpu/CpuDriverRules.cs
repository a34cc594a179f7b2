using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NVirt.Xml;

namespace NVirt.Cpu;

// Rules and errors that several architectures share.
public abstract partial class CpuDriver
{
    /// <summary>Whether an update changes the guest with the help of a host (cpu-rules.md 4.2, "relative").</summary>
    internal static bool IsRelative(CpuDefinition guest) => guest.Mode == CpuMode.HostModel
        || (guest.Mode == CpuMode.Custom
        && (guest.Match == CpuMatch.Minimum || guest.Features.Exists(f => f.Policy == CpuPolicy.Optional)));

    /// <summary>The error if host and guest belong to different drivers; it names both architectures.</summary>
    private static CpuComparison? ArchitectureDiffers(CpuDefinition? host, CpuDefinition cpu) =>
        host is null || host.Arch == CpuArchitecture.None || cpu.Arch == CpuArchitecture.None || host.Arch.SharesDriverWith(cpu.Arch)
            ? null
            : CpuComparison.Incompatible(new CpuReason(CpuRule.ArchitectureDiffers, cpu.Arch.ToName())
            {
                Expected = cpu.Arch.ToName(),
                Actual = host.Arch.ToName(),
                Side = CpuType.Host,
            });

    /// <summary>
    /// Steps 1 to 3 of a comparison (cpu-rules.md 4.1): the rule that refuses, or <see langword="null"/> if the features decide. Nothing
    /// is allocated.
    /// </summary>
    private protected static CpuRule? JudgeFrame(CpuDefinition? host, CpuDefinition cpu, Predicate<CpuArchitecture> serves)
    {
        if (host?.Model is null)
        {
            return host is null ? CpuRule.HostMissing : CpuRule.HostWithoutModel;
        }

        if (cpu.Arch != CpuArchitecture.None && !serves(cpu.Arch))
        {
            return CpuRule.ArchitectureDiffers;
        }

        // A vendor that only the host names never matters.
        return cpu.Vendor is not null && cpu.Vendor != host.Vendor ? CpuRule.VendorDiffers : null;
    }

    /// <summary>The same with its reason.</summary>
    private protected static CpuComparison? RefuseFrame(CpuDefinition? host, CpuDefinition cpu, Predicate<CpuArchitecture> serves) =>
        JudgeFrame(host, cpu, serves) switch
        {
            null => null,
            CpuRule.ArchitectureDiffers => Differs(CpuRule.ArchitectureDiffers, cpu.Arch.ToName(), host!.Arch.ToName()),
            CpuRule.VendorDiffers => Differs(CpuRule.VendorDiffers, cpu.Vendor!, host!.Vendor),
            { } rule => CpuComparison.Incompatible(new CpuReason(rule) { Side = CpuType.Host }),
        };

    private static CpuComparison Differs(CpuRule rule, string expected, string? actual) =>
        CpuComparison.Incompatible(new CpuReason(rule, expected) { Expected = expected, Actual = actual, Side = CpuType.Host });

    /// <summary>Whether a feature of this name exists; drivers without names of their own accept any.</summary>
    private protected virtual bool Knows(string feature) => true;

    // What CpuDriverAdvanced provides for each architecture.
    internal virtual bool HasRules => true;

    internal virtual ResolvedCpu Resolve(CpuDefinition cpu) => new(cpu);

    internal virtual CpuVerdict Compare(ResolvedCpu host, ResolvedCpu cpu) => Compare(host.Definition, cpu.Definition).Verdict;

    internal virtual CpuDefinition Baseline(IReadOnlyList<ResolvedCpu> cpus, CpuBaselineOptions? options = null) =>
        Baseline([.. cpus.Select(c => c.Definition)], options);

    internal virtual IReadOnlyList<string> PossibleFeatures(IReadOnlyList<CpuSource> cpus) => [];

    internal virtual bool UsesCompatibilityCheck(CpuDefinition cpu) => true;

    internal virtual IReadOnlyList<string> WithheldFeatures(CpuDefinition cpu) => [];

    internal virtual IReadOnlyList<string> AddedFeatures(string model) => [];

    internal virtual CpuDefinition DropNeverPassed(CpuDefinition cpu) => cpu;

    internal virtual bool IsNeverPassed(string feature) => false;

    internal virtual bool HidesThreads(CpuDefinition cpu, string? hostVendor) => false;

    internal virtual bool IsMsrFeature(string feature) => false;

    internal virtual CpuData DataOf(IEnumerable<string> features) => throw NoSupport();

    private protected static CpuException NoCpus() =>
        new(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.Baseline_NoCpus);

    private protected static void RequireModel(CpuDefinition cpu)
    {
        if (cpu.Model is null)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.ModelRequired);
        }
    }

    private protected static void RequireOneArchitecture(IReadOnlyList<CpuDefinition> cpus)
    {
        CpuArchitecture first = CpuArchitecture.None;
        for (int i = 0; i < cpus.Count; i++)
        {
            CpuArchitecture arch = cpus[i].Arch;
            if (first == CpuArchitecture.None)
            {
                first = arch;
            }
            else if (arch != CpuArchitecture.None && !first.SharesDriverWith(arch))
            {
                throw new CpuException(
                    CpuErrorKind.OperationFailed,
                    new CpuReason(CpuRule.ArchitecturesDiffer, arch.ToName()) { Expected = first.ToName(), Actual = arch.ToName() });
            }
        }
    }

    /// <summary>Refuses a stub that decoding cannot fill in.</summary>
    private protected static void RequireCustom(CpuDefinition stub)
    {
        ArgumentNullException.ThrowIfNull(stub);
        if (stub.Mode != CpuMode.Custom)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Messages.Decode_NotCustom);
        }
    }

    private protected static void RequireAllowed(string model, CpuModelList? models)
    {
        if (models?.Contains(model) == false)
        {
            throw new CpuException(CpuErrorKind.Unsupported, CpuRule.ModelNotAllowed, model);
        }
    }

    private protected void RequireKnownFeatures(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ImmutableArray<CpuReason> unknown =
        [
            .. cpu.Features.Where(f => !Knows(f.Name)).Select((f, i) =>
                new CpuReason(
                    CpuRule.UnknownFeature, f.Name) { Policy = f.Policy, Arch = Arch, Map = i < CpuReason.MostHints ? Map : null }),
        ];
        if (unknown.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Unsupported, unknown));
        }
    }

    /// <summary>
    /// An update that handles only host-model: it becomes the host's model, and the guest's own features are lost (cpu-rules.md 4.2, and
    /// cpu-rules.md 7, item 17).
    /// </summary>
    private protected static CpuDefinition ReplaceHostModel(CpuDefinition guest, CpuDefinition? host)
    {
        if (guest.Mode != CpuMode.HostModel)
        {
            return guest;
        }

        CpuDefinition source = host ?? throw new CpuException(CpuErrorKind.Unsupported, CpuRule.HostMissing);
        return guest.WithModelOf(source) with { Mode = CpuMode.Custom, Match = CpuMatch.Exact };
    }

    /// <summary>The error for a definition whose model is missing or unknown.</summary>
    private protected CpuException NoModel(string? name) => name is null
        ? new CpuException(CpuErrorKind.Internal, CpuRule.ModelRequired)
        : new CpuException(CpuErrorKind.UnknownName, Map.UnknownModel(name, Arch));

    private protected CpuException WrongData(CpuData data) => new(
        CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Driver_WrongData, data.Arch.ToName(), Arch.ToName()));

    private protected CpuException NoSupport([CallerMemberName] string operation = "") => new(
        CpuErrorKind.NoSupport,
        new CpuReason(CpuRule.OperationNotSupported, operation) { Actual = Arch.ToName() });
}
