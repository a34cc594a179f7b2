using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>
/// Builds a definition from an element's contents (cpu-rules.md 1.1): the frame. If there are several mistakes, the one that libvirt
/// finds first is reported, because its kind is part of the answer.
/// </summary>
internal static partial class CpuInterpreter
{
    /// <summary>Interprets everything except the model part, then that.</summary>
    /// <param name="cpu">The element.</param>
    /// <param name="forced">The type, or <see langword="null"/> to go by the element.</param>
    /// <param name="asDomain">Whether the rule for CPUs of domains applies: no <c>check</c> without a model.</param>
    /// <param name="needsModel">Whether a host must have a model. libvirt writes hosts without one, but does not read them.</param>
    public static CpuDefinition Interpret(CpuElement cpu, CpuType? forced, bool asDomain = false, bool needsModel = true)
    {
        CpuType type = forced ?? TypeOf(cpu);
        CpuDefinition definition = WithModel(type == CpuType.Host ? Host(cpu) : Guest(cpu), cpu, needsModel);
        definition = definition with
        {
            Topology = Topology(cpu.Topology),
            Features = Features(cpu, definition),
            Cache = Cache(cpu),
            MaxPhysAddr = MaxPhysAddr(cpu.MaxPhysAddr),
        };
        return asDomain && definition is { Mode: CpuMode.Custom, Model: null, Check: not CpuCheck.Default }
            ? throw cpu.Root.Refuse("check", Messages.Xml_CheckWithoutModel, MistakeKind.Unsupported)
            : definition;
    }

    private static CpuType TypeOf(CpuElement cpu)
    {
        if (cpu.Arch is null)
        {
            return CpuType.Guest;
        }

        return cpu.Root.Find("match") is null ? CpuType.Host : throw cpu.Root.Refuse("match", Messages.Xml_ArchWithMatch);
    }

    private static CpuDefinition Host(CpuElement cpu)
    {
        if (cpu.Root.Find("mode") is not null)
        {
            throw cpu.Root.Refuse("mode", Messages.Xml_ModeOfHost, MistakeKind.Unsupported);
        }

        return new CpuDefinition
        {
            Type = CpuType.Host,
            Mode = null,
            Migratable = Migratable(cpu.Root, mode: null),
            Arch = Arch(cpu),
            Microcode = Microcode(cpu.Microcode),
            Signature = Signature(cpu.Signature),
            Tsc = Tsc(cpu.Tsc),
        };
    }

    private static CpuDefinition Guest(CpuElement cpu)
    {
        Element root = cpu.Root;
        CpuMode mode = (CpuMode?)root.Word("mode", CpuWords.Modes, MistakeKind.Unsupported) ?? CpuMode.Custom;
        return new CpuDefinition
        {
            Type = CpuType.Guest,
            Mode = mode,
            Migratable = Migratable(root, mode),
            Match = (CpuMatch?)root.Word("match", CpuWords.Matches) ?? CpuMatch.Exact,
            Check = Check(root),
            DeprecatedFeatures = root.OnOff("deprecated_features"),
            Numa = cpu.Numa is null ? null : NumaInterpreter.Interpret(cpu.Numa),
        };
    }

    // The word "default" is accepted, but is in no schema.
    private static CpuCheck Check(Element root) => root.Find("check") is { Value: "default" } ? CpuCheck.Default
        : (CpuCheck?)(root.Word("check", CpuXmlWords.Checks) + 1) ?? CpuCheck.Default;

    private static bool? Migratable(Element root, CpuMode? mode)
    {
        bool? migratable = root.OnOff("migratable");
        return migratable is null || mode is CpuMode.HostPassthrough or CpuMode.Maximum
            ? migratable
            : throw root.Refuse("migratable", Messages.Xml_MigratableMode, MistakeKind.Unsupported);
    }

    private static CpuArchitecture Arch(CpuElement cpu)
    {
        if (cpu.Arch is not { Text.Length: > 0 } arch)
        {
            throw (cpu.Arch ?? cpu.Root).Malformed(Messages.Xml_ArchMissing);
        }

        return CpuArchitectures.TryParse(arch.Text, out CpuArchitecture known)
            ? known
            : throw arch.BadText(CpuWords.Architectures, MistakeKind.Unsupported);
    }
}
