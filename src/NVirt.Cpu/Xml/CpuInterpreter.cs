namespace NVirt.Cpu.Xml;

/// <summary>
/// Makes a definition of what an element contains (cpu-core.md 1.1): the frame. Where several things are wrong, the one that libvirt
/// finds first is refused, as its kind is part of the answer.
/// </summary>
internal static partial class CpuInterpreter
{
    /// <summary>Judges all of an element but its model part, then that.</summary>
    /// <param name="cpu">The element.</param>
    /// <param name="forced">The type, or <see langword="null"/> to go by the element.</param>
    /// <param name="asDomain">Whether the rule for CPUs of domains applies: no <c>check</c> without a model.</param>
    /// <param name="needsModel">Whether a host has to have a model. libvirt writes hosts without one, and does not read them.</param>
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
            ? throw cpu.Root.Refuse("check", Messages.Xml_CheckWithoutModel, CpuErrorKind.Unsupported)
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
            throw cpu.Root.Refuse("mode", Messages.Xml_ModeOfHost, CpuErrorKind.Unsupported);
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
        CpuMode mode = (CpuMode?)root.Word("mode", CpuWords.Modes, CpuErrorKind.Unsupported) ?? CpuMode.Custom;
        return new CpuDefinition
        {
            Type = CpuType.Guest,
            Mode = mode,
            Migratable = Migratable(root, mode),
            Match = (CpuMatch?)root.Word("match", CpuWords.Matches) ?? CpuMatch.Exact,
            Check = (CpuCheck?)root.Word("check", CpuWords.Checks) ?? CpuCheck.Default,
            DeprecatedFeatures = root.OnOff("deprecated_features"),
            Numa = cpu.Numa is null ? null : NumaInterpreter.Interpret(cpu.Numa),
        };
    }

    private static bool? Migratable(Element root, CpuMode? mode)
    {
        bool? migratable = root.OnOff("migratable");
        return migratable is null || mode is CpuMode.HostPassthrough or CpuMode.Maximum
            ? migratable
            : throw root.Refuse("migratable", Messages.Xml_MigratableMode, CpuErrorKind.Unsupported);
    }

    private static CpuArchitecture Arch(CpuElement cpu)
    {
        if (cpu.Arch is not { Text.Length: > 0 } arch)
        {
            throw (cpu.Arch ?? cpu.Root).Malformed(Messages.Xml_ArchMissing);
        }

        return CpuArchitectures.TryParse(arch.Text, out CpuArchitecture known)
            ? known
            : throw arch.Malformed(Text.Of(Messages.Xml_UnknownArch, DocumentErrors.Quote(arch.Text)), CpuErrorKind.Unsupported);
    }
}
