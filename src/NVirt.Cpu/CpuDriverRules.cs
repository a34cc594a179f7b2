using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace NVirt.Cpu;

// Rules and refusals that several architectures share.
public abstract partial class CpuDriver
{
    /// <summary>Whether an update changes the guest with the help of a host (cpu-core.md 4.2, "relative").</summary>
    internal static bool IsRelative(CpuDefinition guest) => guest.Mode == CpuMode.HostModel
        || (guest.Mode == CpuMode.Custom && (guest.Match == CpuMatch.Minimum || guest.Features.Exists(f => f.Policy == CpuPolicy.Optional)));

    /// <summary>The refusal of a host whose architecture another driver serves than the guest's, where both are told.</summary>
    private static CpuComparison? ArchitectureDiffers(CpuDefinition? host, CpuDefinition cpu) =>
        host is null || host.Arch == CpuArchitecture.None || cpu.Arch == CpuArchitecture.None || host.Arch.SharesDriverWith(cpu.Arch)
            ? null
            : CpuComparison.Incompatible(new CpuReason(CpuRule.ArchitectureDiffers, cpu.Arch.ToName())
            {
                Expected = cpu.Arch.ToName(),
                Actual = host.Arch.ToName(),
                Side = CpuType.Host,
            });

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

    /// <summary>Refuses a stub that decoding can not fill in.</summary>
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

    private protected void RequireKnownFeatures(CpuDefinition cpu, Predicate<string> isKnown)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ImmutableArray<CpuReason> unknown =
        [
            .. cpu.Features.Where(f => !isKnown(f.Name)).Select((f, i) =>
                new CpuReason(CpuRule.UnknownFeature, f.Name) { Policy = f.Policy, Arch = Arch, Map = i < CpuReason.MostHints ? Map : null }),
        ];
        if (unknown.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Unsupported, unknown));
        }
    }

    /// <summary>An update that knows host-model only: it becomes the host's model; the guest's own features are lost (cpu-core.md 4.2, surprise 17).</summary>
    private protected static CpuDefinition ReplaceHostModel(CpuDefinition guest, CpuDefinition? host)
    {
        if (guest.Mode != CpuMode.HostModel)
        {
            return guest;
        }

        CpuDefinition source = host ?? throw new CpuException(CpuErrorKind.Unsupported, CpuRule.HostMissing);
        return guest.WithModelOf(source) with { Mode = CpuMode.Custom, Match = CpuMatch.Exact };
    }

    private protected CpuException WrongData(CpuData data) => new(
        CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Driver_WrongData, data.Arch.ToName(), Arch.ToName()));

    private protected CpuException NoSupport([CallerMemberName] string operation = "") => new(
        CpuErrorKind.NoSupport,
        new CpuReason(CpuRule.OperationNotSupported, operation) { Actual = Arch.ToName() });
}
