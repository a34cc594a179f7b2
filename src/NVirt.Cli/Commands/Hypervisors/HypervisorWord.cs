using NVirt.Cli.Input;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary>What the hypervisor of one host says of itself: in a recording of its QEMU, or in domain capabilities.</summary>
/// <param name="File">What messages call the file.</param>
/// <param name="HostModel">The best CPU that its guests can have.</param>
/// <param name="Models">The models that it has; <see langword="null"/> if it does not say.</param>
internal sealed record HypervisorWord(string File, CpuDefinition HostModel, CpuModelList? Models)
{
    private const string Root = "<domainCapabilities";

    /// <summary>Reads a recording or domain capabilities.</summary>
    /// <returns><see langword="null"/> if the file is neither.</returns>
    public static HypervisorWord? Find(Session session, string file, HypervisorOptions options)
    {
        // Others are no text perhaps.
        byte[] bytes = Files.Read(file);
        if (bytes.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[' or (byte)'<', ..])
        {
            return null;
        }

        string text = Files.TextOf(bytes, file);
        string name = Files.Name(file);
        return text.AsSpan().TrimStart() switch
        {
            ['{' or '[', ..] => OfRecording(session, text, name, options),
            ['<', ..] when text.Contains(Root, StringComparison.Ordinal) => OfCapabilities(text, name),
            _ => null,
        };
    }

    private static HypervisorWord OfRecording(Session session, string text, string name, HypervisorOptions options)
    {
        QemuCapabilities qemu = QemuCapabilities.Parse(text, name, session.Map);
        QemuSlot slot = options.SlotOf(session, qemu);
        QemuHostModels models = QemuHostModels.Of(qemu, slot.Accelerator, QemuHost.Unknown(qemu.Arch), session.Map);
        return new HypervisorWord(name, (models.Reported ?? throw NoHostModel(name)) with { Arch = qemu.Arch }, slot.ModelList);
    }

    private static HypervisorWord OfCapabilities(string text, string name)
    {
        DomainCapabilities capabilities = DomainCapabilitiesXml.Parse(text, name);
        CpuModelList? models = capabilities.Cpu is { Custom: { IsEmpty: false } custom }
            ? new CpuModelList(custom.Select(m => new CpuHypervisorModel(m.Name, m.Blockers)))
            : null;
        return new HypervisorWord(name, (capabilities.Cpu?.HostModel ?? throw NoHostModel(name)) with { Arch = capabilities.Arch }, models);
    }

    /// <summary>
    /// The models that all of the hypervisors have, with what stands in the way on any; <see langword="null"/> if none says.
    /// </summary>
    public static CpuModelList? Common(IReadOnlyList<HypervisorWord> all)
    {
        CpuModelList[] lists = [.. all.Select(w => w.Models).OfType<CpuModelList>()];
        return lists.Length == 0 ? null : new CpuModelList(lists[0]
            .Where(m => lists.All(l => l.Contains(m.Name)))
            .Select(m =>
                m with
                {
                    Blockers =
                    [.. lists.SelectMany(l => l.TryGet(m.Name, out CpuHypervisorModel? own) ? own.Blockers.AsEnumerable() : [])
                        .Distinct(StringComparer.Ordinal)]
                }));
    }

    private static CliException NoHostModel(string name) => new(Text.Of(Messages.Error_NoHostModelIn, name));
}
